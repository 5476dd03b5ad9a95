import Core
import Gemini
import HTTP
import Simulator
import Store

/// What `ask` and `image` have in common: from options to a turn that is sent.
struct TurnCommand: Sendable {
  enum Purpose: Sendable { case answer, picture }

  let purpose: Purpose
  let options: RequestOptions
  let console: Console

  /// - Parameter prompt: the words of the command line.
  /// - Returns: the exit code.
  func perform(_ prompt: String?) async throws(CommandError) -> Int32 {
    let turnOptions = try options.turnOptions()
    let continues = options.continuesLast || options.session != nil
    let workshop = Workshop(stores: options.dryRun ? continues : !options.noStore)
    for notice in workshop.notices { console.note(notice) }
    let text = StandardInput.joined(prompt, options.noStdin ? nil : try StandardInput.prompt())
    guard !text.isEmpty || !options.attachments.isEmpty else {
      throw CommandError("There is no prompt. Give one as an argument or through standard input.")
    }
    let server = try server(of: workshop.environment)
    let pictures = try attachments(workshop.assets)
    var identifiers = IdentifierSource(seed: Workshop.seed())
    let session = try SessionChoice(options, isDemo: options.offline).session(
      in: workshop, now: workshop.clock.now, identifiers: &identifiers)
    let content = Content(
      parts: pictures + (text.isEmpty ? [] : [Part(text: text)]))
    let prepared = try turnOptions.prepare(
      content, in: session, use: purpose == .picture ? .picture : session.use, settings: workshop.settings,
      backend: server.backend, now: workshop.clock.now, identifiers: &identifiers)
    let output = try options.output.map { (name) throws(CommandError) in try OutputFile(name) }
    try check(output, prepared)
    for notice in prepared.notices { console.note(notice) }
    if options.dryRun {
      // Nothing is sent that could be refused, so it is shown whole, and what the model would refuse is said beside.
      for problem in prepared.problems { console.note(problem) }
      return try DryRun(prepared, server).print(options.format, console.out, workshop.assets)
    }
    guard prepared.problems.isEmpty else { throw CommandError(prepared.problems.joined(separator: " ")) }
    let asking = try asking(prepared, workshop, server, output)
    return try await options.offline ? offline(asking) : closing(asking)
  }

  // MARK: Before

  /// The pictures that go with the prompt, in the order they were given.
  private func attachments(_ assets: Assets) throws(CommandError) -> [Part] {
    // What is only printed leaves no bytes behind in the store.
    let assets = options.dryRun ? Assets(nil) : assets
    var attachments: [Attachment] = []
    for path in options.attachments {
      switch AttachmentFile.read(path, into: assets) {
      case .success(let attachment): attachments.append(attachment)
      case .failure(let problem): throw CommandError(problem.sentence)
      }
    }
    let total = attachments.reduce(0) { $0 + $1.asset.byteCount }
    guard total <= Self.mostBytes else {
      throw CommandError(
        "The pictures have \(byteText(total)) together; \(byteText(Self.mostBytes)) is the most one request carries.")
    }
    guard options.dryRun else { return attachments.map(\.part) }
    return attachments.map { attachment in
      let bytes = (try? assets.read(attachment.asset)) ?? []
      return Part(.inlineData(Blob(mimeType: attachment.mimeType, data: .bytes(bytes))))
    }
  }

  /// Bytes of all pictures of one request: base64 makes a third more of them.
  /// - Source: gemini-api.md section 9.
  private static let mostBytes = 72_000_000

  private func server(of environment: Environment) throws(CommandError) -> Server {
    if options.offline {
      return Server(backend: .simulator, baseURL: "http://127.0.0.1:0", version: "v1beta", key: nil)
    }
    if let problem = environment.baseProblem { throw CommandError(problem) }
    guard environment.key != nil || options.dryRun else { throw CommandError(Self.noKey) }
    return Server(environment)
  }

  static let noKey =
    "There is no API key. Set GEMINI_API_KEY (a key is made at aistudio.google.com/apikey), or ask the simulator with "
    + "--offline."

  private func check(_ output: OutputFile?, _ prepared: PreparedTurn) throws(CommandError) {
    if options.dryRun { return }
    if purpose == .picture, output == nil {
      throw CommandError("-o FILE says where the picture goes; - is standard output.")
    }
    guard output == .standardOutput, makesPictures(prepared) else { return }
    if console.out.isTerminal {
      throw CommandError(
        "-o - writes the bytes of a picture, and standard output is a terminal. Redirect it, or name a file.")
    }
    if options.format != .text {
      throw CommandError("-o - and --format \(options.format.rawValue) both want standard output. Name a file with -o.")
    }
  }

  private func makesPictures(_ prepared: PreparedTurn) -> Bool {
    purpose == .picture || prepared.makesImages
  }

  private func asking(
    _ prepared: PreparedTurn, _ workshop: Workshop, _ server: Server, _ output: OutputFile?
  ) throws(CommandError) -> Asking {
    var asking = Asking(
      workshop: workshop, console: console, server: server, prepared: prepared, isStored: !options.noStore,
      format: options.format, out: console.out, needsPicture: purpose == .picture)
    if makesPictures(prepared) {
      asking.pictures = output
      // The picture is the result, and what the model says beside it is not.
      if options.format == .text, purpose == .picture || output == .standardOutput { asking.out = console.err }
    } else if let path = output?.answerFile(options.format, prepared.run.id) {
      asking.out = Output(descriptor: try SystemText.create(path))
      asking.answerPath = path
    }
    return asking
  }

  // MARK: Asking

  private func closing(_ asking: Asking) async -> Int32 {
    let code = await asking.run()
    asking.workshop.http.close()
    return code
  }

  private func offline(_ asking: Asking) async throws(CommandError) -> Int32 {
    let simulator = SimulatorServer(
      codec: SimulatorPictures(pictures: asking.workshop.pictures), pace: console.out.isTerminal ? .human : .instant)
    var asking = asking
    do {
      let port = try await simulator.start()
      asking.server.baseURL = "http://127.0.0.1:\(port)"
    } catch {
      throw CommandError(String(describing: error), exitCode: 1)
    }
    let code = await closing(asking)
    await simulator.stop()
    return code
  }
}

extension OutputFile {
  /// The file for the answer of a text model; `nil` for standard output.
  func answerFile(_ format: OutputFormat, _ run: RunID) -> String? {
    let ending = format == .text ? "txt" : format.rawValue
    switch self {
    case .standardOutput: return nil
    case .folder(let folder): return "\(folder)/answer-\(run.rawValue.prefix(8)).\(ending)".replacing("//", with: "/")
    case .file(let path):
      let name = path.split(separator: "/").last ?? ""
      return name.dropFirst().contains(".") ? path : "\(path).\(ending)"
    }
  }
}
