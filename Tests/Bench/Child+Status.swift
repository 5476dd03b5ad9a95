import Foundation

/// What the system says of a program that runs.
extension Child {
  /// Memory in use now.
  var residentMegabytes: Double { megabytes("VmRSS") }
  /// The most memory that was in use.
  var peakMegabytes: Double { megabytes("VmHWM") }

  /// How often its threads slept and were woken.
  var wakeups: Int {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    return threads.compactMap { Self.number("voluntary_ctxt_switches", in: "/proc/\(pid)/task/\($0)/status") }
      .reduce(0, +)
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
