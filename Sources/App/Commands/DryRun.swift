import Core
import Gemini
import Store

/// A request as it would be sent, the key hidden.
struct DryRun: Sendable {
  private let endpoint: Endpoint

  /// - Throws: if a picture of the session cannot be read.
  init(_ request: GenerateContentRequest, _ assets: Assets, isStream: Bool) throws(CommandError) {
    endpoint = .generateContent(try request.complete(assets), stream: isStream)
  }

  init(_ endpoint: Endpoint) { self.endpoint = endpoint }

  /// Prints method, address, headers and the exact body.
  /// - Returns: the exit code.
  func print(to server: Server, _ format: OutputFormat, _ out: Output) -> Int32 {
    let url = server.url(of: endpoint)
    let headers = server.shownHeaders
    switch format {
    case .text:
      var lines = ["\(endpoint.method) \(url)"]
      lines += headers.map { "\($0.name): \($0.value)" }
      if let body = endpoint.body { lines += ["", body.text] }
      out.line(lines.joined(separator: "\n"))
    case .json, .jsonl:
      var members = JSONObject()
      for header in headers { members[header.name] = .string(header.value) }
      let object: JSON = [
        "method": .string(endpoint.method), "url": .string(url), "headers": .object(members),
        "body": endpoint.body ?? .null,
      ]
      out.line(object.text)
    }
    return 0
  }
}

extension GenerateContentRequest {
  /// The request with the bytes of its pictures in place.
  /// - Throws: if one of them cannot be read.
  func complete(_ assets: Assets) throws(CommandError) -> GenerateContentRequest {
    do {
      return try resolved { try assets.read($0) }
    } catch {
      throw CommandError((error as? StoreError)?.sentence ?? "A picture of this session cannot be read.")
    }
  }
}
