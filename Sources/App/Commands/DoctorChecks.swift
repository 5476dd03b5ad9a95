import Core
import Foundation
import Gemini
import HTTP
import Screen
import Store
import TTY

/// What the doctor looks at.
struct DoctorChecks: Sendable {
  let workshop: Workshop

  // MARK: Terminal

  func terminal(isTerminal: Bool) -> [Finding] {
    let variables = workshop.environment.process
    guard isTerminal else {
      return [
        Finding(
          .warning, "terminal", "Standard output is no terminal, so the studio would not open here; commands work.")
      ]
    }
    if let problem = Terminal.problem(environment: variables) {
      return [Finding(.fault, "terminal", problem.description)]
    }
    let colors = TerminalColors.count(variables)
    let term = VisibleText.make(variables["TERM"] ?? "")
    guard let probe = TerminalProbe(environment: variables) else {
      return [Finding(.warning, "terminal", "TERM=\(term), \(colors) colours; it could not be asked about itself.")]
    }
    let size = probe.facts.size
    var findings = [
      Finding(
        .fine, "terminal", "TERM=\(term), \(size.columns)x\(size.rows), UTF-8, \(colors) colours\(Self.name(probe)).")
    ]
    if size.columns < 60 || size.rows < 16 {
      findings.append(Finding(.fault, "size", "The studio needs 60 columns and 16 rows. Make the window larger."))
    }
    findings.append(pictures(probe))
    return findings
  }

  private static func name(_ probe: TerminalProbe) -> String {
    for case .version(let name) in probe.replies { return ", \(VisibleText.make(name))" }
    return ""
  }

  private func pictures(_ probe: TerminalProbe) -> Finding {
    guard probe.hasAnswered else {
      return Finding(
        .warning, "pictures", "The terminal did not answer within 5 s; pictures are shown as character art.")
    }
    if probe.hasSixel {
      let cell = probe.cellPixels.map { ", a cell is \($0.width)x\($0.height) pixels" } ?? ""
      return Finding(.fine, "pictures", "The terminal shows sixel pictures\(cell).")
    }
    if probe.facts.isTmux {
      return Finding(
        .warning, "pictures",
        "tmux shows no sixel here, so pictures are character art. tmux 3.4 or later, built with sixel, shows them.")
    }
    return Finding(
      .warning, "pictures",
      "The terminal shows no sixel, so pictures are character art. xterm -ti vt340, "
        + "foot, WezTerm and many others show them.")
  }

  // MARK: Key and network

  var key: Finding {
    let environment = workshop.environment
    if let problem = environment.vertexProblem ?? workshop.problem { return Finding(.fault, "key", problem) }
    guard environment.key != nil, let source = environment.keySource else {
      return Finding(
        .warning, "key",
        "There is none: the studio opens on the offline simulator. Set GEMINI_API_KEY, or write it to "
          + "\(workshop.paths.environmentFile); a key is made at aistudio.google.com/apikey.")
    }
    return Finding(.fine, "key", "From \(VisibleText.make(source)).")
  }

  /// Asks for the models, if there is a key to ask with.
  func network() async -> [Finding] {
    guard workshop.environment.key != nil, workshop.problem == nil else { return [] }
    let server = workshop.server()
    let client = APIClient(http: workshop.http, server: server)
    let start = workshop.clock.now
    do throws(Failure) {
      let models = try await client.listModels()
      let time = durationText(milliseconds: workshop.clock.now - start)
      let way = server.proxy.map { " through the proxy \($0.place)" } ?? ""
      return [Finding(.fine, "network", "\(server.baseURL)\(way) lists \(models.count) models (\(time)).")]
    } catch {
      return [Finding(.fault, "network", VisibleText.make(error.sentence))]
    }
  }

  /// What the variables say and what does not count.
  var variables: [Finding] {
    workshop.environment.notices.map { Finding(.warning, "variables", VisibleText.make($0)) }
  }

  // MARK: Files

  var files: [Finding] { [store, settings] + themes }

  private var store: Finding {
    do throws(StoreError) {
      let store = try workshop.store.get()
      let count = try store.sessions(limit: .max).count
      if let notice = store.notice { return Finding(.warning, "store", notice) }
      return Finding(.fine, "store", "\(countText(count)) sessions in \(workshop.paths.data).")
    } catch {
      return Finding(.fault, "store", error.sentence)
    }
  }

  private var settings: Finding {
    let path = workshop.paths.settingsFile
    let problems = SettingsFile.read(path).problems + NetworkSettings.read(path).problems
    if !problems.isEmpty { return Finding(.warning, "settings", problems.joined(separator: " ")) }
    let isThere = FileManager.default.fileExists(atPath: path)
    return Finding(.fine, "settings", isThere ? "\(path)." : "The defaults; \(path) would change them.")
  }

  private var themes: [Finding] {
    let (themes, problems) = ThemeFile.readAll(in: workshop.paths.themeFolders, builtIn: .dark)
    let names = themes.map { VisibleText.make($0.name) }.joined(separator: ", ")
    return [Finding(.fine, "themes", "\(names).")] + problems.map { Finding(.warning, "themes", VisibleText.make($0)) }
  }
}
