import Gemini
import Testing

@testable import Simulator

/// Paths, versions, keys and queries.
struct ServiceTests {
  private func ask(
    _ path: String, _ query: [String: String] = [:], key: String? = nil, body: JSON? = nil, requiresKey: Bool = false
  ) async -> (status: Int, json: JSON) {
    let service = SimulatorService(codec: StoredPNG(), requiresKey: requiresKey)
    let response = await service.response(
      method: body == nil ? "GET" : "POST", path: path, query: query, key: key, body: body?.encoded ?? [])
    switch response {
    case .json(let status, let json): return (status, json)
    case .reply(let reply, _): return (200, reply.whole)
    }
  }

  private func message(_ answer: (status: Int, json: JSON)) -> String? { answer.json["error"]?["message"]?.string }

  @Test(arguments: ["", "invalid", "INVALID"]) func aBadKeyIsRefusedWith400(key: String) async throws {
    let answer = await ask("/v1beta/models/gemini-3.8-flash:generateContent", key: key, body: body("Hi"))
    #expect(answer.status == 400)
    let failure = try #require(Failure(answer.json, httpStatus: 400))
    #expect(failure.kind == .authentication)
    #expect(failure.message == "API key not valid. Please pass a valid API key.")
    #expect(await ask("/v1beta/models", key: key).status == 400)
  }

  @Test func keysAreNeededOnlyWhereTheyAreAskedFor() async throws {
    let path = "/v1beta/models/gemini-3.8-flash:generateContent"
    #expect(await ask(path, body: body("Hi")).status == 200)
    #expect(await ask(path, key: "any", body: body("Hi"), requiresKey: true).status == 200)
    let answer = await ask(path, body: body("Hi"), requiresKey: true)
    #expect(answer.status == 403)
    #expect(Failure(answer.json, httpStatus: 403)?.kind == .permission)
    #expect(message(answer)?.hasPrefix("Method doesn't allow unregistered callers") == true)
  }

  @Test(arguments: ["gemini-flash-latest", "gemini-flash-lite-latest", "gemini-pro-latest"])
  func aliasesStandInOneVersionAlone(model: String) async {
    for (version, status) in [("v1beta", 200), ("v1", 404), ("v1alpha", 404)] {
      let answer = await ask("/\(version)/models/\(model):generateContent", body: body("Hi"))
      #expect(answer.status == status)
      #expect(await ask("/\(version)/models/\(model)").status == status)
      let listed = await ask("/\(version)/models", ["pageSize": "1000"]).json["models"]?.array ?? []
      #expect(listed.contains { $0["name"]?.string == "models/\(model)" } == (status == 200))
      if status == 404 {
        #expect(
          message(answer) == "models/\(model) is not found for API version \(version), or is not supported for "
            + "generateContent. Call ListModels to see the list of available models and their supported methods.")
      }
    }
  }

  @Test func itemsOfAQueryAreKnownOrRefused() async {
    let answer = await ask("/v1beta/models", ["page": "2"])
    #expect(answer.status == 400)
    #expect(
      message(answer)
        == "Invalid JSON payload received. Unknown name \"page\": Cannot bind query parameter. Field 'page' could not "
        + "be found in request message.")
    #expect(await ask("/v1beta/models/gemini-3.8-flash", ["pageSize": "2"]).status == 400)
    #expect(await ask("/v1beta/models", ["page_size": "2", "key": "k", "prettyPrint": "false"]).status == 200)
  }

  @Test func aBodyThatIsTooLongIsRefused() async {
    let response = await SimulatorService(codec: StoredPNG()).response(
      method: "POST", path: "/v1beta/models/gemini-3.8-flash:generateContent", query: [:], body: nil)
    guard case .json(400, let json) = response else {
      Issue.record("It was answered.")
      return
    }
    #expect(json["error"]?["message"]?.string == "Request payload size exceeds the limit: 104857600 bytes.")
  }

  @Test func errorsOfAStreamWithoutEventsStandInAnArray() async {
    let path = "/v1beta/models/gemini-3.8-flash:streamGenerateContent"
    let plain = await ask(path, body: ["contents": []])
    #expect(plain.status == 400)
    #expect(plain.json.array?.first?["error"]?["code"]?.int == 400)
    #expect(Failure(plain.json, httpStatus: 400)?.kind == .invalidRequest)
    #expect(await ask(path, ["alt": "sse"], body: ["contents": []]).json["error"] != nil)
    #expect(await ask("/v1/models/none:streamGenerateContent", body: body("Hi")).json.array?.count == 1)
  }

  @Test func tokensAreCountedForContentsOrARequest() async {
    let path = "/v1beta/models/gemini-3.8-flash:countTokens"
    let contents = body("How many tokens is this?")["contents"] ?? []
    let request: JSON = ["model": "models/gemini-3.8-flash", "contents": contents]
    let long: JSON = [
      "model": "models/gemini-3.8-flash", "contents": contents, "systemInstruction": ["parts": [["text": "Be brief."]]],
    ]
    let count = await ask(path, body: ["contents": contents]).json["totalTokens"]?.int
    #expect(count == 6)
    #expect(await ask(path, body: ["generateContentRequest": request]).json["totalTokens"]?.int == count)
    #expect(await ask(path, body: ["generate_content_request": long]).json["totalTokens"]?.int == 9)

    let both = await ask(path, body: ["contents": contents, "generateContentRequest": request])
    #expect(both.status == 400)
    #expect(message(both)?.contains("generate_content_request") == true)
    #expect(message(await ask(path, body: [:]))?.hasPrefix("* CountTokensRequest.contents") == true)
    let nameless = await ask(path, body: ["generateContentRequest": ["contents": contents]])
    #expect(message(nameless)?.contains("generate_content_request.model") == true)
    let unknown = await ask(path, body: ["contents": contents, "tools": []])
    #expect(message(unknown)?.contains("Unknown name \"tools\"") == true)
    #expect(await ask("/v1/models/none:countTokens", body: ["contents": contents]).status == 404)
    // A conversation that ends with the model can be counted.
    let ended: JSON = [["role": "model", "parts": [["text": "A"]]]]
    #expect(await ask(path, body: ["contents": ended]).status == 200)
  }

  @Test func cachedContentThatDoesNotExistIsNotFound() async {
    var asked = JSONObject(["cachedContent": "cachedContents/1"])
    asked["contents"] = body("Hi")["contents"]
    #expect(await refusal("gemini-3.8-flash", .object(asked))?.code == 404)
  }
}
