import ArgumentParser
import Core
import HTTP

/// `gemstudio doctor`: what works here and what to change.
struct DoctorCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check terminal, key, network, store and settings.",
    discussion: "Exit code 0 means that the program can work.")

  @Flag(help: "Leave the network alone.")
  var offline = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    let checks = DoctorChecks(workshop: workshop)
    var all = checks.terminal(isTerminal: console.out.isTerminal)
    all += checks.variables + [checks.key]
    all += offline ? [] : await checks.network()
    all += checks.files
    for finding in all { console.out.line(finding.line) }
    workshop.http.close()
    return all.contains { $0.mark == .fault } ? 1 : 0
  }
}

/// One thing that was looked at.
struct Finding: Hashable, Sendable {
  enum Mark: String, Hashable, Sendable {
    case fine = "✓"
    case warning = "!"
    /// The program cannot work like this.
    case fault = "✗"
  }

  var mark: Mark
  var subject: String
  var sentence: String

  init(_ mark: Mark, _ subject: String, _ sentence: String) {
    self.mark = mark
    self.subject = subject
    self.sentence = sentence
  }

  var line: String { "\(mark.rawValue) \(subject.padded(to: 9)) \(sentence)" }
}
