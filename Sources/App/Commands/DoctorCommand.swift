import ArgumentParser
import Core
import Gemini
import HTTP

/// `gemstudio doctor`: what works here and what to change.
struct DoctorCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check terminal, clipboard, key, network, store and settings.",
    discussion: """
      Each line says what works, or what to change. The key itself is never shown. On a terminal a test picture is \
      shown and a test word goes to the clipboard.
      Exit codes: 0 the program can work, 1 something it needs is broken, 2 usage, 130 interrupted.
      """)

  @Option(help: "What is printed.")
  var format = ListFormat.text

  @Flag(help: "Leave the network alone.")
  var offline = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    let checks = DoctorChecks(workshop: workshop)
    var findings: [Finding] = []
    func take(_ more: [Finding]) {
      findings += more
      guard format == .text else { return }
      for finding in more { console.out.line(finding.text(width: console.out.columns)) }
    }
    let isTerminal = console.out.isTerminal
    let asked = isTerminal ? AskedTerminal(checks.variables) : nil
    take(checks.terminal(isTerminal: isTerminal, asked))
    if isTerminal, format == .text {
      await DoctorTrials(workshop: workshop, console: console, terminal: asked).showPicture()
    }
    take(checks.surroundings(isTerminal: isTerminal))
    if isTerminal, format == .text {
      DoctorTrials(workshop: workshop, console: console, terminal: asked).copyWord()
    }
    take([checks.key])
    take(checks.route)
    if !offline { take(await checks.network()) }
    take(checks.files)
    if Task.isCancelled { return 130 }
    let isUsable = !findings.contains { $0.mark == .fault }
    if format == .json {
      let report: JSON = [
        "version": .string(Version.text), "usable": .bool(isUsable), "findings": .array(findings.map(\.json)),
      ]
      console.out.line(report.text)
    }
    let code = console.outcome
    return isUsable ? code : 1
  }
}
