import ArgumentParser
import Simulator

/// `gemstudio simulate`: the offline simulator as a server.
struct SimulateCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Run the offline simulator as a server on this machine.",
    discussion:
      "Its address goes to standard output. Any key opens it but `invalid` and an empty one, and so does none; "
      + "what it says is made up. It refuses what the API refuses. The models named sim-… show one failure each.")

  @Option(help: "The port; 0 takes any that is free.")
  var port: UInt16 = 0

  @Flag(help: "Answer without the pauses a model makes.")
  var instant = false

  @Flag(help: "Refuse requests without a key, as the API does.")
  var requireKey = false

  @Flag(help: "List the models it knows, the failures among them, and leave.")
  var list = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    if list {
      console.out.line(SimulatorModels.list)
      return 0
    }
    let server = SimulatorServer(
      port: port, codec: SimulatorPictures(pictures: PictureProcess()), pace: instant ? .instant : .human,
      requiresKey: requireKey
    ) { console.err.line($0) }
    do {
      let port = try await server.start()
      console.out.line("http://127.0.0.1:\(port)")
      console.note("Use it with GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:\(port) and any key. Ctrl+C ends it.")
    } catch {
      throw CommandError(String(describing: error), exitCode: 1)
    }
    await untilCancelled()
    await server.stop()
    return 0
  }

  private func untilCancelled() async {
    let (waiting, end) = AsyncStream.makeStream(of: Void.self)
    await withTaskCancellationHandler {
      for await _ in waiting {}
    } onCancel: {
      end.finish()
    }
  }
}
