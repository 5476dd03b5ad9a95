import Core
import Foundation
import Gemini
import Images
import Screen

/// What goes with a prompt: reading it, looking at it first, fetching it.
extension EffectRunner {
  var attachmentReader: AttachmentReader {
    AttachmentReader(assets: workshop.assets, pictures: workshop.pictures)
  }

  func attach(_ paths: [String], sends: Bool) {
    let mailbox = mailbox
    let reader = attachmentReader
    let before = attaching
    attaching = Task(executorPreference: TaskQueue()) {
      await before?.value
      var attached: [AttachedPath] = []
      var problems: [String] = []
      var missing: [String] = []
      // Words such as @scope/package look like paths; on sending, only what exists or is named like a picture is one.
      for path in paths {
        if sends, !AttachmentReader.isMeant(path) {
          missing.append(path)
          continue
        }
        switch await reader.read(path) {
        case .success(let taken):
          attached.append(AttachedPath(path: path, attachment: taken.attachment, notice: taken.notice))
        case .failure(let problem): problems.append(problem.sentence)
        }
      }
      mailbox.post(.attached(attached, problems: problems, sends: sends, missing: missing))
    }
  }

  /// What a path may become: files that can be attached, then folders.
  func complete(_ token: String) {
    let mailbox = mailbox
    fileQueue.async { mailbox.post(.pathsCompleted(token: token, PathCompletion.items(for: token))) }
  }

  func fetchPicture(_ address: String) {
    let mailbox = mailbox
    let reader = attachmentReader
    let fetcher = PictureFetcher(http: workshop.http) { [workshop] in workshop.proxy(for: $0) }
    Task(executorPreference: TaskQueue()) {
      switch await fetcher.fetch(address) {
      case .success(let file):
        switch await reader.take(file.bytes, name: file.name) {
        case .success(let taken):
          mailbox.post(
            .fetched(AttachedPath(path: address, attachment: taken.attachment, notice: taken.notice)))
        case .failure(let problem): mailbox.post(.notice(problem.sentence, .error))
        }
      case .failure(let problem): mailbox.post(.notice(problem.sentence, .error))
      }
    }
  }

  // MARK: Picker

  func listFolder(_ folder: String) {
    let mailbox = mailbox
    fileQueue.async {
      var listing = FolderReader.list(folder)
      listing.asked = folder
      mailbox.post(.folderListed(listing))
    }
  }

  func look(at path: String, size: Size, colors: Int, cell: PixelSize) {
    let mailbox = mailbox
    let reader = attachmentReader
    let operation = PictureRequest.Operation.art(
      maxSize: size, cellPixels: cell, colors: ArtColors(count: colors))
    Task(executorPreference: TaskQueue()) {
      mailbox.post(.lookedAt(path, await reader.look(at: path, art: operation)))
    }
  }
}

/// Reads a folder for the picker.
enum FolderReader {
  /// Names of a folder that are looked at, at most.
  private static let most = 5000

  /// - Parameter folder: as it is, also with `..` at its end; empty is the working folder.
  static func list(_ folder: String) -> FolderListing {
    let path = URL(fileURLWithPath: Paths.absolute(folder.isEmpty ? "." : folder)).standardizedFileURL.path
    let url = URL(fileURLWithPath: path, isDirectory: true)
    let keys: Set<URLResourceKey> = [.isDirectoryKey, .isRegularFileKey, .fileSizeKey]
    guard let found = try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil) else {
      return FolderListing(
        folder: path, entries: [], problem: "This folder cannot be read: it is missing, or not yours. Left goes up.")
    }
    let urls = found.count > most ? found.sorted { $0.lastPathComponent < $1.lastPathComponent } : found
    let entries = urls.prefix(most).compactMap { url -> FileEntry? in
      let target = url.resolvingSymlinksInPath()
      guard let values = try? target.resourceValues(forKeys: keys) else { return nil }
      if values.isDirectory == true { return FileEntry(name: url.lastPathComponent, isFolder: true) }
      guard values.isRegularFile == true, AttachmentType.mayBeAttached(url.lastPathComponent) else { return nil }
      return FileEntry(name: url.lastPathComponent, isFolder: false, byteCount: values.fileSize ?? 0)
    }
    let sorted = entries.sorted { ($0.isFolder ? 0 : 1, $0.name) < ($1.isFolder ? 0 : 1, $1.name) }
    var listing = FolderListing(folder: path, entries: sorted)
    listing.unread = max(0, found.count - most)
    return listing
  }
}

extension AttachmentReader {
  /// What would be sent of a file, without keeping its bytes.
  /// - Parameter art: how a picture of it is to be drawn.
  func look(at path: String, art operation: PictureRequest.Operation) async -> FileLook {
    let assets = Assets(nil)
    let looker = AttachmentReader(assets: assets, pictures: pictures)
    switch await looker.read(path) {
    case .failure(let problem):
      var look = FileLook(mimeType: "", byteCount: 0)
      look.note = problem.sentence
      look.isAttachable = false
      return look
    case .success(let taken):
      let attachment = taken.attachment
      var look = FileLook(mimeType: attachment.mimeType, byteCount: attachment.asset.byteCount)
      look.width = attachment.width
      look.height = attachment.height
      look.note = taken.notice
      if attachment.width != nil, let bytes = try? assets.read(attachment.asset) {
        let request = PictureRequest(key: "look", operation: operation, background: .black, picture: bytes)
        switch await pictures.run(request) {
        case .art(let art): look.art = art
        case .failure(.noRoom): break
        case .failure(let error): look.note = error.sentence
        default: break
        }
      }
      return look
    }
  }
}
