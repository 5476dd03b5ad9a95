import Core
import Dispatch
import Foundation
import Glibc
import Screen

/// Reads the settings file and the theme files again when one of them was saved. The kernel says so (inotify); until then
/// nothing runs. Folders are watched and not files, since editors put a new file in the place of the old one.
final class SettingsWatch {
  private let source: any DispatchSourceRead
  /// Seconds after which a file that is gone was deleted.
  private static let pause = 0.3

  /// - Parameters:
  ///   - source: the files; of the folders with themes the user's own is watched.
  ///   - queue: what reads them. Who changes them there is done before the watch tells of it.
  /// - Returns: `nil` if the kernel grants no watch; the files then count from the next start on.
  init?(
    _ files: SettingsSource, queue: DispatchQueue = DispatchQueue(label: "settings"),
    onReading: @escaping @Sendable (SettingsReading) -> Void
  ) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let files = WatchedFiles(descriptor: descriptor, source: files)
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      switch files.look() {
      case nil: break
      case .saved: onReading(files.read())
      case .gone:
        // Some editors move a file away before they write it anew.
        queue.asyncAfter(deadline: .now() + Self.pause) { onReading(files.read()) }
      }
    }
    source.setCancelHandler { close(descriptor) }
    files.watchFolders()
    source.activate()
  }

  deinit { source.cancel() }
}

/// The files, and the descriptor that tells of them.
private struct WatchedFiles: Sendable {
  enum Change { case saved, gone }

  private static let saved = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO)
  private static let gone = UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)
  /// A folder that is not there yet is waited for in the nearest one that is.
  private static let mask = saved | gone | UInt32(IN_CREATE) | UInt32(IN_ONLYDIR)

  let descriptor: Int32
  let source: SettingsSource

  func watchFolders() {
    let folders =
      [source.file, source.target].map { ($0 as NSString).deletingLastPathComponent } + source.themeFolders.suffix(1)
    for folder in Set(folders) {
      var path = folder
      while unsafe inotify_add_watch(descriptor, path, Self.mask) < 0, path != "/", !path.isEmpty {
        path = (path as NSString).deletingLastPathComponent
      }
    }
  }

  func read() -> SettingsReading { source.read() }

  /// - Returns: what became of one of the files; `nil` if nothing did.
  func look() -> Change? {
    let events = takeEvents()
    let folders = ([source.file] + source.themeFolders.suffix(1)).flatMap { ($0 as NSString).pathComponents }
    let names = Set(folders + [(source.target as NSString).lastPathComponent])
    let counting = events.filter { event in
      if event.mask & UInt32(IN_ISDIR) != 0 { return names.contains(event.name) }
      return event.mask & (Self.saved | Self.gone) != 0
        && (names.contains(event.name) || event.name.hasSuffix(".toml"))
    }
    guard let last = counting.last else { return nil }
    // A folder may have come just now, and with it what was to be read.
    watchFolders()
    return last.mask & Self.gone == 0 ? .saved : .gone
  }

  private struct FileEvent {
    let mask: UInt32
    let name: String
  }

  /// All events there are: four numbers of four bytes (watch, mask, cookie, length of the name), and the name, filled up
  /// with zeros.
  /// - Source: inotify(7).
  private func takeEvents() -> [FileEvent] {
    var events: [FileEvent] = []
    var bytes = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return events }
      var rest = bytes.prefix(count)
      while rest.count >= 16 {
        let mask = Self.number(rest.dropFirst(4))
        let length = Int(Self.number(rest.dropFirst(12)))
        let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
        events.append(FileEvent(mask: mask, name: String(decoding: name, as: UTF8.self)))
        rest = rest.dropFirst(16 + length)
      }
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
