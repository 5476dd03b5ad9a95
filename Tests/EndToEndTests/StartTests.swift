import Foundation
import Processes
import TestSupport
import Testing

@Suite("Where the studio cannot open")
struct StartTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let variables: [String: String]
    let sentence: String

    var testDescription: String { "\(variables)" }
  }

  @Test(
    "A terminal or setting it cannot work with is one sentence and exit code 2",
    arguments: [
      Case(variables: ["TERM": "dumb"], sentence: "TERM=dumb cannot place text on the screen"),
      Case(variables: ["TERM": ""], sentence: "TERM is not set"),
      // Neither is installed on most machines.
      Case(variables: ["LC_ALL": "de_DE.ISO-8859-1"], sentence: "The locale de_DE.ISO-8859-1 does not use UTF-8"),
      Case(variables: ["LC_ALL": "", "LC_CTYPE": "xx_YY"], sentence: "The locale xx_YY does not use UTF-8"),
      Case(variables: ["TERM": "xterm-of-nobody"], sentence: "TERM=xterm-of-nobody is not in this machine's terminfo"),
      Case(
        variables: ["GEMINI_API_KEY": ScriptedGemini.key, "GOOGLE_GEMINI_BASE_URL": "http://example.com"],
        sentence: "GOOGLE_GEMINI_BASE_URL is not https"),
      Case(variables: ["GOOGLE_GENAI_API_VERSION": "vBeta"], sentence: "GOOGLE_GENAI_API_VERSION is no version"),
      Case(variables: ["HTTPS_PROXY": "ftp://host"], sentence: "HTTPS_PROXY names a proxy of a kind"),
    ])
  func refused(_ sample: Case) async throws {
    let studio = try await Studio(home: try Home(), variables: sample.variables)
    let modes = studio.pty.modes
    #expect(try await studio.ended() == .exited(2))
    let screen = try await studio.shows(sample.sentence)
    #expect(!studio.pty.output.value.bytes.contains(0x1B), "no sequence in front of it")
    #expect(screen.lines[0].hasPrefix("gemstudio: "))
    #expect(studio.pty.modes == modes)
  }

  @Test("Output that is no terminal: one line that names gemstudio ask, and exit code 2")
  func pipe() async throws {
    let home = try Home()
    let (output, errors) = (Pipe(), Pipe())
    let process = try ChildProcess(
      [Studio.program], environment: ["GEMSTUDIO_HOME": home.data, "HOME": home.path, "TERM": "xterm-256color"],
      folder: home.work, output: .descriptor(output.fileHandleForWriting.fileDescriptor),
      errors: .descriptor(errors.fileHandleForWriting.fileDescriptor))
    #expect(await process.end.wait { $0 != nil } == .exited(2))
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    let line = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(written.isEmpty)
    #expect(line.hasPrefix("gemstudio: Standard output is not a terminal"))
    #expect(line.contains("gemstudio ask"))
    #expect(line.count { $0 == "\n" } == 1)
  }

  @Test("A terminal that is too small says what is needed, and growing brings the screen")
  func small() async throws {
    let studio = try await Studio(home: try Home(), terminal: Studio.Terminal(columns: 20, rows: 5))
    try await studio.shows("gemstudio needs 60 x 16 cells; this is 20 x 5.")
    studio.pty.resize(columns: 60, rows: 16)
    try await studio.shows("Type a prompt and press Enter.")
    try await studio.leave()
  }

  @Test(
    "Without any locale, or with one that is not installed, it selects UTF-8 itself",
    arguments: ["", "C", "xx_YY.UTF-8", "UTF-8"])
  func noLocale(name: String) async throws {
    let studio = try await Studio.start(home: try Home(), variables: ["LC_ALL": name])
    studio.type("žluť 漢字")
    try await studio.shows("› žluť 漢字")
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
  }

  @Test("A session is opened by the beginning of its id; one that is not there is a sentence and exit code 2")
  func session() async throws {
    let studio = try await Studio(home: try Home(), ["--session", "zzz"])
    #expect(try await studio.ended() == .exited(2))
    try await studio.shows("There is no session whose id begins with zzz.")
  }

  @Test("Vertex AI, which is not spoken, is a notice: the studio opens all the same")
  func vertex() async throws {
    let gemini = try ScriptedGemini { $0.answer("from the Developer API") }
    let studio = try await Studio.start(
      home: try Home(), gemini: gemini, variables: ["GOOGLE_GENAI_USE_VERTEXAI": "true"])
    try await studio.shows("GOOGLE_GENAI_USE_VERTEXAI asks for Vertex AI, which this program does not speak.")
    try await studio.leave()
  }
}
