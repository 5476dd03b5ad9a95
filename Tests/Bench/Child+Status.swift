import Foundation

/// What the system says of a program that runs.
extension Child {
  /// Memory in use now.
  var residentMegabytes: Double { megabytes("VmRSS") }
  /// The most memory that was in use.
  var peakMegabytes: Double { megabytes("VmHWM") }

  /// How often each of its threads slept and was woken, by the thread's number.
  var wakeups: [String: Int] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    let counts = threads.compactMap { thread in
      Self.number("voluntary_ctxt_switches", in: "/proc/\(pid)/task/\(thread)/status").map { (thread, $0) }
    }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// How often its threads were woken since then; a thread that has ended was woken once for that.
  func wakeups(since before: [String: Int]) -> Int {
    let after = wakeups
    let alive = after.reduce(0) { $0 + $1.value - (before[$1.key] ?? 0) }
    return alive + before.keys.count { after[$0] == nil }
  }

  private func megabytes(_ name: String) -> Double {
    Double(Self.number(name, in: "/proc/\(pid)/status") ?? 0) * 1024 / 1e6
  }

  /// The number in a line such as `VmRSS:  1234 kB`.
  private static func number(_ name: String, in path: String) -> Int? {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split { !$0.isNumber }.first.flatMap { Int($0) }
  }
}
