import Core
import Foundation
import Screen
import Store
import TTY

/// Opens the studio on this terminal.
package enum StudioMain {
  package struct Options: Sendable {
    /// Opens the last session.
    package var continuesLast: Bool
    /// Opens the session whose id begins so.
    package var session: String?
    /// Line by line, whatever the settings say.
    package var isPlain: Bool

    package init(continuesLast: Bool = false, session: String? = nil, isPlain: Bool = false) {
      self.continuesLast = continuesLast
      self.session = session
      self.isPlain = isPlain
    }
  }

  /// Runs until the person leaves.
  /// - Returns: the exit code: 0, or 2 if the studio cannot open, with a sentence on standard error.
  package static func run(_ options: Options) -> Int32 {
    Memory.prepare()
    let process = ProcessInfo.processInfo.environment
    if let problem = Terminal.problem(environment: process) { return refuse(problem.description) }
    let workshop = Workshop(process: process)
    if let problem = workshop.problem { return refuse(problem) }
    var opened = OpenedSession()
    // Before a session is read: what a process that died was at is over.
    opened.cutOff = (try? workshop.store.get().repairInterruptedRuns()) ?? []
    do throws(OpeningProblem) {
      opened.session = try session(options, in: workshop)
    } catch {
      return refuse(error.sentence)
    }
    do throws(TerminalError) {
      let noColor = process["NO_COLOR"]?.isEmpty == false
      let isPlain = options.isPlain || workshop.settings.isPlain
      let terminal = try Terminal(
        environment: process, colors: noColor ? ColorDepth.none : nil, isPlain: isPlain,
        escapeWait: workshop.settings.escapeWait)
      return try Loop(workshop: workshop, terminal: terminal, isPlain: isPlain, opened: opened).run()
    } catch {
      return refuse(error.description)
    }
  }

  private struct OpeningProblem: Error { let sentence: String }

  private static func session(_ options: Options, in workshop: Workshop) throws(OpeningProblem) -> Session? {
    guard options.continuesLast || options.session != nil else { return nil }
    do {
      let store = try workshop.store.get()
      if let prefix = options.session {
        switch try store.session(prefix: prefix) {
        case .one(let summary): return try store.session(summary.id)
        case .none: throw OpeningProblem(sentence: "There is no session whose id begins with \(prefix).")
        case .several(let found):
          let ids = found.map(\.id.rawValue).joined(separator: ", ")
          throw OpeningProblem(sentence: "More than one session begins with \(prefix): \(ids).")
        }
      }
      guard let latest = try store.latest(origins: [.studio]) else { return nil }
      return try store.session(latest.id)
    } catch let problem as OpeningProblem {
      throw problem
    } catch {
      throw OpeningProblem(sentence: (error as? StoreError)?.sentence ?? "The session cannot be read.")
    }
  }

  private static func refuse(_ sentence: String) -> Int32 {
    FileHandle.standardError.write(Data("gemstudio: \(sentence)\n".utf8))
    return 2
  }
}

/// What the studio opens with.
struct OpenedSession {
  var session: Session?
  /// The answers that a process which died left, the oldest first.
  var cutOff: [(session: SessionSummary, run: RunID)] = []
}
