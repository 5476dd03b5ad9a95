import Core
import Foundation
import Gemini
import HTTP

extension DoctorChecks {
  // MARK: Key

  var key: Finding {
    let environment = workshop.environment
    if let problem = environment.baseProblem { return Finding(.fault, "key", problem) }
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
    guard let proxy = ProxyVariable(for: workshop.environment.baseURL, in: variables) else { return [] }
    return [Finding(.fine, "proxy", "\(proxy.address), from \(proxy.name).")]
  }

  private var certificates: [Finding] {
    var findings: [Finding] = []
    if let path = value("SSL_CERT_FILE") {
      let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      findings.append(
        text?.contains("-----BEGIN") == true
          ? Finding(.fine, "CA", "The certificates of SSL_CERT_FILE, \(path).")
          : Finding(
            .fault, "CA", "SSL_CERT_FILE names \(path), which holds no certificates that can be read. Correct it."))
    }
    if let path = value("SSL_CERT_DIR") {
      findings.append(
        FileManager.default.isFolder(path)
          ? Finding(.fine, "CA", "The certificates of SSL_CERT_DIR, \(path).")
          : Finding(.fault, "CA", "SSL_CERT_DIR names \(path), which is no folder. Correct it or take it away."))
    }
    return findings
  }

  // MARK: The service

  /// Asks for the models, if there is a key to ask with.
  func network() async -> [Finding] {
    let base = workshop.environment.baseURL
    guard workshop.environment.baseProblem == nil else { return [] }
    guard workshop.environment.key != nil else {
      return [Finding(.warning, "network", "Not tried: without a key \(base) answers nothing.")]
    }
    let start = workshop.clock.now
    do throws(Failure) {
      let models = try await models()
      let time = durationText(milliseconds: workshop.clock.now - start)
      return [Finding(.fine, "network", "\(base) lists \(models.count) models (\(time)).")]
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

/// The variable that names the proxy for an address, as libcurl reads them.
struct ProxyVariable: Hashable, Sendable {
  let name: String
  /// Without the name and the password in it.
  let address: String

  /// - Returns: `nil` if the address is asked for without a proxy.
  init?(for url: String, in variables: [String: String]) {
    guard let url = URL(string: url), let scheme = url.scheme?.lowercased(), let host = url.host()?.lowercased() else {
      return nil
    }
    // The name in capitals is passed over for http: a server that runs scripts sets it from a header.
    let names = scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    let found = (names + ["all_proxy", "ALL_PROXY"]).first { variables[$0]?.isEmpty == false }
    guard let found, let text = variables[found] else { return nil }
    let exceptions = variables["no_proxy"] ?? variables["NO_PROXY"] ?? ""
    let isDirect = exceptions.split { $0 == "," || $0 == " " }.contains { word in
      let suffix = word.lowercased().drop { $0 == "." }
      return word == "*" || host == suffix || host.hasSuffix("." + suffix)
    }
    if isDirect { return nil }
    name = found
    let scheming = text.range(of: "://")
    let start = scheming?.upperBound ?? text.startIndex
    let rest = text[start...]
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    let place = rest[..<end].lastIndex(of: "@").map { rest.index(after: $0) } ?? start
    address = String(text[..<start] + text[place..<end])
  }
}
