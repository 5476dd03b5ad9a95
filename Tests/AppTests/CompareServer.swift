import Foundation
import Gemini
import Synchronization
import TestSupport

@testable import App

/// A server that answers each model in its own way, once as many requests are there as leave together.
final class CompareServer: Sendable {
  typealias Lane = @Sendable (_ connection: Connection, _ attempt: Int, _ moments: Moments) -> Void

  /// When the server did what, in milliseconds of one clock.
  final class Moments: Sendable {
    private let start = ContinuousClock.now
    private let times = Mutex<[String: [Double]]>([:])

    func note(_ name: String) {
      let now = (ContinuousClock.now - start) / .milliseconds(1)
      times.withLock { $0[name, default: []].append(now) }
    }

    func times(of name: String) -> [Double] { times.withLock { $0[name] ?? [] } }
  }

  let moments = Moments()
  let server: LoopbackServer

  /// - Parameters:
  ///   - together: requests that have to be there before the first is answered.
  ///   - lanes: by the models' ids.
  init(together: Int, _ lanes: [String: Lane]) throws {
    let arrived = Watched(0)
    let attempts = Mutex<[String: Int]>([:])
    server = try LoopbackServer { [moments] request, connection in
      let model = request.path.split(separator: "/").last?.split(separator: ":").first.map(String.init) ?? ""
      let attempt = attempts.withLock { attempts in
        attempts[model, default: 0] += 1
        return attempts[model] ?? 0
      }
      arrived.change { $0 += 1 }
      // Who never comes shows as a test that fails, and not as one that hangs.
      guard arrived.blockingWait(seconds: 60, until: { $0 >= together }) != nil, let lane = lanes[model] else {
        return connection.abort()
      }
      lane(connection, attempt, moments)
    }
  }

  /// Answers at once.
  static func says(_ text: String, finish: String? = "STOP", usage: String? = nil) -> Lane {
    { connection, _, _ in connection.respond(text: chunk(text, finish: finish, usage: usage)) }
  }

  static let failure: Lane = { connection, _, _ in
    connection.respond(status: 400, text: errorBody(400, "INVALID_ARGUMENT", "No."))
  }

  /// A text, and then the connection is gone.
  static let cut: Lane = { connection, _, _ in
    connection.startChunked()
    connection.writeChunk(chunk("Half"))
    connection.endChunked()
  }

  func program(_ folder: TemporaryFolder) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  /// The bodies of all requests to a model.
  func bodies(_ model: String) throws -> [JSON] {
    try server.requests.filter { $0.path.contains("/\(model):") }.map { try JSON(parsing: $0.body) }
  }
}

extension ProgramProcess.Result {
  var lines: [JSON] { get throws { try text.split(separator: "\n").map { try JSON(parsing: String($0)) } } }
}
