import Core
import Foundation
import Gemini
import Store
import Synchronization

/// The number of the newest reading of the gallery.
final class GalleryReading: Sendable {
  let number = Atomic(0)
}

/// The pictures of all sessions, and what is deleted of them.
extension EffectRunner {
  func listPictures(_ query: PictureQuery, after cursor: PictureCursor?, limit: Int, effort: Int, number: Int) {
    guard store != nil else { return mailbox.post(.picturesListed(number: number, [], next: nil)) }
    let newest = galleryReading
    newest.number.store(number, ordering: .relaxed)
    let clock = workshop.clock
    inStore { store in
      // Letters come faster than a large store is searched.
      guard newest.number.load(ordering: .relaxed) == number else { return nil }
      let page = try store.page(query, after: cursor, limit: limit, effort: effort, now: clock.now)
      return .picturesListed(number: number, page.pictures, next: page.next)
    }
  }

  /// Removes the files of pictures that were deleted longer ago than anybody can take back.
  func purgePictures() {
    guard let folder = workshop.assets.store else { return }
    let clock = workshop.clock
    inStore { store in
      try store.purgePictures(in: folder, at: clock.now)
      return nil
    }
  }

  /// How pictures of the store were made, where that was not read yet.
  func withMakings(_ save: PictureSave) -> PictureSave {
    var save = save
    for index in save.items.indices {
      guard let mark = save.items[index].stored, var session = try? store?.session(mark.session) else { continue }
      session.apply(workshop.settings)
      save.items[index].making = Provenance(
        of: mark.asset, in: session, run: mark.run, models: workshop.settings.models)
    }
    return save
  }
}
