import Gemini
import Screen

/// A picture that was deleted in this studio.
struct Deletion: Hashable, Sendable {
  var mark: PictureMark
  /// Its row of the gallery, if it was deleted there.
  var stored: StoredPicture?
}

/// Deleting pictures of answers, and taking that back.
extension Studio {
  /// The picture that a deletion is about; `nil` if there is none, or it is a person's own.
  private var pictureToDelete: PictureMark? {
    if overlay == .gallery { return gallery.picture?.mark }
    guard let asset = shownPicture?.asset, let run = shownPictureRun else { return nil }
    return PictureMark(session: session.id, run: run, asset: asset)
  }

  var whyNotDelete: String? {
    if overlay == .gallery {
      if gallery.showsDeleted { return "The picture is deleted already." }
      if gallery.picture == nil { return "There is no picture here." }
    } else {
      guard let picture = shownPicture else { return "There is no picture in this session." }
      // The preview shows an older message's picture beside one that has none.
      if overlay == nil, focus == .conversation, messageOfShownPicture != currentMessage {
        return "This message has no picture. Go to the one whose picture is to be deleted."
      }
      if picture.asset == nil { return "The bytes of this picture could not be read, so there is nothing to delete." }
      if shownPictureRun == nil {
        return "This picture is part of a prompt, which stays as it was asked. Only pictures of answers are deleted."
      }
    }
    guard let mark = pictureToDelete, run(of: mark)?.isActive == true else { return nil }
    return "The answer with this picture is still coming. Delete the picture when it has ended."
  }

  var whyNotUndo: String? { deletions.isEmpty ? "No picture was deleted since the studio was opened." : nil }

  /// The run of a picture, if its session is open.
  private func run(of mark: PictureMark) -> Run? {
    let owner = mark.session == session.id ? session : parked[mark.session]
    return owner?.turns.lazy.flatMap(\.runs).first { $0.id == mark.run }
  }

  mutating func deletePicture() -> [Effect] {
    guard let mark = pictureToDelete else { return [] }
    steps.add(.picture(Deletion(mark: mark, stored: galleryPicture)))
    return delete(mark)
  }

  mutating func delete(_ mark: PictureMark) -> [Effect] {
    gallery.remove(mark)
    if overlay == .gallery, gallery.picture == nil { gallery.isFull = false }
    apply(mark, deletedAt: now)
    // Nothing is left to look at: what is read comes forward, where the key that undoes this works.
    if overlay == .picture, shownPicture == nil {
      overlay = nil
      focus = .conversation
    }
    let undo: CommandName = overlay == nil ? .undoStep : .undoDeletion
    say(deleted("The picture", undoneBy: undo, at: place) + ". For 30 days the gallery has it.")
    return [.deletePicture(mark, at: now)]
  }

  /// Takes the last deletion back.
  mutating func undoDeletion() -> [Effect] {
    guard let deletion = popDeletion() else { return [] }
    if overlay == .gallery {
      if gallery.showsDeleted {
        gallery.remove(deletion.mark)
      } else if let picture = deletion.stored, gallery.has(picture) {
        gallery.insert(picture)
      } else {
        gallery.restart()
      }
    }
    return restore(deletion.mark)
  }

  mutating func restoreGalleryPicture() -> [Effect] {
    guard let picture = galleryPicture else { return [] }
    gallery.remove(picture.mark)
    if gallery.picture == nil { gallery.isFull = false }
    steps.forget { $0.isDeletion(of: picture.mark) }
    return restore(picture.mark)
  }

  mutating func restore(_ mark: PictureMark) -> [Effect] {
    apply(mark, deletedAt: nil)
    let isHere = mark.session == session.id
    say(isHere ? "The picture is back." : "The picture is back in its session.")
    guard isHere, overlay != .gallery else { return [.restorePicture(mark, at: now)] }
    // It is shown, wherever one is by now.
    let pane = focus
    goal = mark
    let effects = goToGoal()
    focus = pane
    return [.restorePicture(mark, at: now)] + effects
  }

  /// What the store did not do is not so here either.
  mutating func refuse(_ mark: PictureMark, wasDeletedAt time: Instant?, because sentence: String) {
    apply(mark, deletedAt: time)
    if time == nil { steps.forget { $0.isDeletion(of: mark) } }
    if overlay == .gallery { gallery.restart() }
    say(sentence, .error)
  }

  /// Marks a picture in its session, if that is open.
  private mutating func apply(_ mark: PictureMark, deletedAt time: Instant?) {
    parked[mark.session]?.apply(mark, deletedAt: time)
    guard mark.session == session.id else { return }
    session.apply(mark, deletedAt: time)
    transcript.touch(.answer(mark.run))
    branchChanged()
  }
}

extension SessionStep {
  fileprivate func isDeletion(of mark: PictureMark) -> Bool {
    if case .picture(let deletion) = self { deletion.mark == mark } else { false }
  }
}

extension Session {
  fileprivate mutating func apply(_ mark: PictureMark, deletedAt time: Instant?) {
    for turn in turns.indices {
      for run in turns[turn].runs.indices where turns[turn].runs[run].id == mark.run {
        turns[turn].runs[run].mark(mark.asset, deletedAt: time)
      }
    }
  }
}

extension Gallery {
  /// True if a picture is among those the gallery asks for, as far as they were read.
  fileprivate func has(_ picture: StoredPicture) -> Bool {
    let words = filter.lowercased().split(whereSeparator: \.isWhitespace)
    let prompt = picture.prompt.lowercased()
    return words.allSatisfy { prompt.contains($0) } && (showsDrafts || !picture.isDraft)
      && (showsDemos || !picture.isDemo) && (isWhole || pictures.last.map { picture.cursor < $0.cursor } ?? false)
  }
}
