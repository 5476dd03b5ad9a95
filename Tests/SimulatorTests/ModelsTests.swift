import Gemini
import Testing

@testable import Simulator

struct ModelsTests {
  private let service = SimulatorService(codec: StoredPNG())

  private func get(_ path: String, _ query: [String: String] = [:]) async -> (status: Int, json: JSON) {
    guard case .json(let status, let json) = await service.response(method: "GET", path: path, query: query, body: [])
    else { return (0, .null) }
    return (status, json)
  }

  @Test func currentModelsComeFirstAndSpecialOnesLast() throws {
    let ids = SimulatorModels.modelIDs
    #expect(ids.prefix(2) == ["gemini-flash-latest", "gemini-pro-latest"])
    let retired = ["gemini-2.0-flash", "gemini-2.0-flash-thinking-exp", "gemini-2.0-flash-exp-image-generation"]
    let start = try #require(ids.firstIndex(of: "gemini-2.0-flash"))
    #expect(Array(ids[start..<start + 3]) == retired)
    #expect(ids[(start + 3)...].allSatisfy { $0.hasPrefix("sim-") })
    #expect(ids[..<start].allSatisfy { !$0.hasPrefix("sim-") })
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: ["1", "7", "1000"]) func pagesTogetherHoldEveryModelOnce(size: String) async {
    var names: [String] = []
    var token: String?
    repeat {
      var query = ["pageSize": size]
      query["pageToken"] = token
      let page = await get("/v1beta/models", query)
      #expect(page.status == 200)
      let models = page.json["models"]?.array?.compactMap(Model.init) ?? []
      #expect(models.count <= Int(size) ?? 0)
      names += models.map(\.id)
      token = page.json["nextPageToken"]?.string
    } while token != nil
    #expect(names == SimulatorModels.modelIDs)
  }

  @Test func aModelDescribesItself() async throws {
    let answer = await get("/v1/models/gemini-2.5-flash")
    let model = try #require(Model(answer.json))
    #expect(model.id == "gemini-2.5-flash")
    #expect(model.displayName.contains("offline simulator"))
    #expect(model.generatesContent)
    #expect(model.inputTokenLimit == 1_048_576)
    #expect(model.thinking == true)
    let plain = try #require(Model(await get("/v1alpha/models/gemini-2.0-flash").json))
    #expect(plain.thinking == nil)
  }

  @Test func whatDoesNotExistIsNotFound() async throws {
    let model = await get("/v1beta/models/gemini-9")
    #expect(model.status == 404)
    #expect(Failure(model.json, httpStatus: 404)?.kind == .notFound)
    let generate = await service.response(
      method: "POST", path: "/v1/models/gemini-9:generateContent", query: [:], body: body("Hi").encoded)
    guard case .json(404, let json) = generate else {
      Issue.record("An unknown model was answered.")
      return
    }
    #expect(
      json["error"]?["message"]?.string
        == "models/gemini-9 is not found for API version v1, or is not supported for generateContent. "
        + "Call ListModels to see the list of available models and their supported methods.")
    for path in ["/", "/v1beta", "/v2/models", "/v1beta/files", "/v1beta/models/gemini-flash-latest:embedContent"] {
      #expect(await get(path).status == 404, "\(path)")
    }
  }

  @Test func wrongPagesAreRefused() async {
    #expect(await get("/v1beta/models", ["pageToken": "elsewhere"]).status == 400)
    #expect(await get("/v1beta/models", ["pageSize": "-1"]).status == 400)
  }

  @Test func theListForPeopleHasALineForEachModel() {
    let lines = SimulatorModels.list.split(separator: "\n")
    #expect(lines.count == SimulatorModels.modelIDs.count)
    for (line, id) in zip(lines, SimulatorModels.modelIDs) { #expect(line.hasPrefix(id + " ")) }
  }

  @Test func tokensAreCountedWithPictures() async throws {
    let picture = try await picturePart(plain(.white))
    let contents = [Content(parts: [Part(text: "How many tokens is this?"), picture])]
    var named = body(contents)
    named = .object(JSONObject(["model": "models/gemini-2.5-flash", "contents": named["contents"] ?? []]))
    let short = try TokenCount.answer(model: "gemini-2.5-flash", body: body("How many tokens is this?"))
    let whole = try TokenCount.answer(model: "gemini-2.5-flash", body: body(contents))
    let wrapped = try TokenCount.answer(
      model: "gemini-2.5-flash", body: ["generateContentRequest": named])
    #expect(try #require(whole["totalTokens"]?.int) == #require(short["totalTokens"]?.int) + 258)
    #expect(whole == wrapped)
    let note = Part(.inlineData(Blob(mimeType: "text/plain", data: .bytes([UInt8](repeating: 65, count: 4000)))))
    let noted = try TokenCount.answer(
      model: "gemini-2.5-flash", body: body([Content(parts: [Part(text: "How many tokens is this?"), note])]))
    #expect(try #require(noted["totalTokens"]?.int) == #require(short["totalTokens"]?.int) + 1000)
    #expect(throws: Refusal.self) { try TokenCount.answer(model: "gemini-2.5-flash", body: ["contents": []]) }
  }
}
