import Core
import Foundation
import Gemini
import HTTP

extension DoctorChecks {
  // MARK: Key

  var key: Finding {
    let environment = workshop.environment
    if let problem = environment.vertexProblem ?? workshop.problem { return Finding(.fault, "key", problem) }
    guard environment.key != nil, let source = environment.keySource else {
      return Finding(
        .warning, "key",
        "There is none: the studio opens on the offline simulator. Set GEMINI_API_KEY, or write it to "
          + "\(workshop.paths.environmentFile); a key is made at aistudio.google.com/apikey.")
    }
    let ignored = environment.notices.isEmpty ? "" : " " + environment.notices.joined(separator: " ")
    return Finding(ignored.isEmpty ? .fine : .warning, "key", "From \(source).\(ignored)")
  }

  // MARK: The way to the service

  /// The proxy and the certificates that requests would use, where they are not the usual ones.
  var route: [Finding] { proxy + certificates }

  private var proxy: [Finding] {
    guard let proxy = workshop.server().proxy else { return [] }
    return [Finding(.fine, "proxy", "\(proxy.place), from \(proxy.source).")]
  }

  private var certificates: [Finding] {
    var findings: [Finding] = []
    if let file = workshop.caFile {
      let text = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
      findings.append(
        text?.contains("-----BEGIN") == true
          ? Finding(.fine, "CA", "The certificates of \(file.source), \(file.path).")
          : Finding(
            .fault, "CA",
            "\(file.source) names \(file.path), which holds no certificates that can be read. Correct it."))
    }
    if let folder = workshop.caDirectory {
      findings.append(
        FileManager.default.isFolder(folder.path)
          ? Finding(.fine, "CA", "The certificates of \(folder.source), \(folder.path).")
          : Finding(
            .fault, "CA", "\(folder.source) names \(folder.path), which is no folder. Correct it or take it away."))
    }
    return findings
  }

  // MARK: The service

  /// Asks for the models, if there is a key to ask with.
  func network() async -> [Finding] {
    let base = workshop.environment.base.text
    guard workshop.problem == nil else { return [] }
    guard workshop.environment.key != nil else {
      return [Finding(.warning, "network", "Not tried: without a key \(base) answers nothing.")]
    }
    let start = workshop.clock.now
    do throws(Failure) {
      let models = try await models()
      let time = durationText(milliseconds: workshop.clock.now - start)
      return [Finding(.fine, "network", "\(base) lists \(countText(models.count, of: "model")) (\(time)).")]
    } catch {
      return [Finding(.fault, "network", "\(base): \(error.sentence)")]
    }
  }

  /// The models, or a failure once the patience is over: also then when the search for a host cannot be ended.
  private func models() async throws(Failure) -> [Model] {
    let client = APIClient(http: workshop.http, server: workshop.server())
    let (results, result) = AsyncStream.makeStream(of: Result<[Model], Failure>.self)
    let asking = Task {
      do throws(Failure) { result.yield(.success(try await client.listModels())) } catch {
        result.yield(.failure(error))
      }
    }
    let waiting = Task { [patience] in
      guard (try? await Task.sleep(for: .seconds(patience))) != nil else { return }
      let late = "There was no answer within \(durationText(milliseconds: Int(patience * 1000)))."
      result.yield(.failure(Failure(.timeout, late, hint: "Check the network, the proxy and the base URL.")))
    }
    defer {
      asking.cancel()
      waiting.cancel()
    }
    for await first in results { return try first.get() }
    throw .cancelled
  }
}
