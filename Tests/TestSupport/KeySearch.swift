import Foundation

/// Looks for the key of the tests where no key may ever be.
package struct KeySearch: Sendable {
  /// The key every run of the program in a test uses: it looks like one and occurs nowhere else.
  package static let key = "AIzaSyTestKey-0123456789abcdefghijklmno"

  private let secrets: [String]

  /// - Parameter others: further texts that nobody may see, such as a proxy's password.
  package init(and others: [String] = []) {
    secrets = [Self.key] + others
  }

  package func isIn(_ text: String) -> Bool { secrets.contains { text.contains($0) } }

  package func isIn(_ bytes: some Sequence<UInt8>) -> Bool {
    let data = Data(bytes)
    return secrets.contains { data.range(of: Data($0.utf8)) != nil }
  }

  /// The files below a folder that hold a secret, but for the `.env` files a key is kept in, and others named.
  package func files(in folder: String, except names: Set<String> = []) -> [String] {
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.filter { path in
      let name = (path as NSString).lastPathComponent
      guard name != ".env", !names.contains(name), let bytes = FileManager.default.contents(atPath: folder + "/" + path)
      else { return false }
      return isIn(bytes)
    }
  }

  /// True if the arguments of a process or of one it started hold a secret, as anybody on the machine can see them.
  package func isInArguments(of process: Int32) -> Bool {
    if let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"), isIn(line) { return true }
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    return tasks.contains { task in
      let children = FileManager.default.contents(atPath: "/proc/\(process)/task/\(task)/children") ?? Data()
      return String(decoding: children, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        .contains { isInArguments(of: $0) }
    }
  }
}

/// Looks at the arguments of a process and its children again and again, for as long as it runs.
package final class ArgumentWatch: Sendable {
  private let isOver = Watched(false)
  private let found = Watched<Bool?>(nil)

  package init(_ search: KeySearch, process: Int32) {
    Thread.detachNewThread { [isOver, found] in
      var isFound = false
      repeat {
        isFound = isFound || search.isInArguments(of: process)
      } while isOver.blockingWait(seconds: 0.05, until: { $0 }) == nil
      found.set(isFound)
    }
  }

  /// Ends the watch.
  /// - Returns: true if a secret was seen.
  package func end() -> Bool {
    isOver.set(true)
    return (found.blockingWait { $0 != nil } ?? nil) == true
  }
}
