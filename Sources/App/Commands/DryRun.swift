import Core
import Gemini
import Store

/// The request as it would be sent, the key hidden.
struct DryRun: Sendable {
  private let server: Server
  private let prepared: PreparedTurn

  init(_ prepared: PreparedTurn, _ server: Server) {
    self.prepared = prepared
    self.server = server
  }

  /// Prints method, address, headers and the exact body.
  /// - Returns: the exit code.
  func print(_ format: OutputFormat, _ out: Output, _ assets: Assets) throws(CommandError) -> Int32 {
    let request: GenerateContentRequest
    do {
      request = try prepared.request.resolved { try assets.read($0) }
    } catch {
      throw CommandError((error as? StoreError)?.sentence ?? "A picture of this session cannot be read.")
    }
    let endpoint = Endpoint.generateContent(request, stream: !prepared.run.isUnary)
    let url = server.url(of: endpoint)
    let body = endpoint.body ?? .null
    switch format {
    case .text:
      var lines = ["\(endpoint.method) \(url)"]
      lines += server.shownHeaders.map { "\($0.name): \($0.value)" }
      out.line((lines + ["", body.text]).joined(separator: "\n"))
    case .json, .jsonl:
      var members = JSONObject()
      for header in server.shownHeaders { members[header.name] = .string(header.value) }
      let object: JSON = [
        "method": .string(endpoint.method), "url": .string(url), "headers": .object(members), "body": body,
      ]
      out.line(object.text)
    }
    return 0
  }
}
