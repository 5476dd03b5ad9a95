/// Names one running process for good: a process id alone is given out again.
/// - Source: proc(5)
struct ProcessMark: Hashable, Sendable {
  /// The id of the system's start.
  let boot: String
  let process: Int
  /// Ticks from the system's start to the process's own.
  let start: String

  init(boot: String, process: Int, start: String) {
    self.boot = boot
    self.process = process
    self.start = start
  }

  /// Reads what `text` wrote.
  init?(_ text: String) {
    let fields = text.split(separator: " ", omittingEmptySubsequences: false)
    guard fields.count == 3, let process = Int(fields[1]) else { return nil }
    self.init(boot: String(fields[0]), process: process, start: String(fields[2]))
  }

  var text: String { "\(boot) \(process) \(start)" }

  /// This process.
  static let current: ProcessMark = {
    let boot = (try? SystemFile.read("/proc/sys/kernel/random/boot_id")) ?? []
    let own = fields("/proc/self/stat")
    return ProcessMark(
      boot: String(decoding: boot.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self),
      process: own.first.flatMap { Int($0) } ?? 0, start: startTime(own) ?? "")
  }()

  var isAlive: Bool {
    if self == .current { return true }
    return boot == Self.current.boot && Self.startTime(Self.fields("/proc/\(process)/stat")) == start
  }

  /// The process id, then the fields behind the program's name, which may hold blanks and brackets itself.
  private static func fields(_ path: String) -> [Substring] {
    let text = String(decoding: (try? SystemFile.read(path)) ?? [], as: UTF8.self)
    guard let bracket = text.lastIndex(of: ")") else { return [] }
    return text.prefix { $0 != " " }.split(separator: " ") + text[text.index(after: bracket)...].split(separator: " ")
  }

  /// Field 22 of the line; `nil` for a process that has ended and only waits to be asked how.
  private static func startTime(_ fields: [Substring]) -> String? {
    guard fields.count > 20, fields[1] != "Z" else { return nil }
    return String(fields[20])
  }
}
