import Testing

@testable import Gemini

@Suite struct SignatureRepairTests {
  private let signed = Content(
    role: .model,
    parts: [
      Part(.text("a"), thoughtSignature: "S1"), Part(text: "b"), Part(.text(""), thoughtSignature: "S2"),
      Part(.functionCall(JSONObject(["name": "f"])), thoughtSignature: "S3"),
    ])

  private func request(_ model: String, _ contents: Content...) -> GenerateContentRequest {
    GenerateContentRequest(model: model, contents: contents)
  }

  private func parts(_ request: GenerateContentRequest?) -> [String]? {
    request?.contents.filter { $0.role == .model }.flatMap(\.parts).map(\.json.text)
  }

  @Test func signaturesGo() {
    let question = Content(parts: [Part(.text("q"), thoughtSignature: "mine")])
    let repaired = request("gemini-3.8-flash", question, signed, question).withoutSignatures
    #expect(
      parts(repaired) == [
        #"{"text":"a"}"#, #"{"text":"b"}"#,
        #"{"functionCall":{"name":"f"},"thoughtSignature":"skip_thought_signature_validator"}"#,
      ])
    #expect(repaired?.contents.first == question, "what the person sent stays")
    #expect(repaired?.withoutSignatures == nil, "nothing is left to be taken out")
  }

  @Test func aWordStandsWhereOneIsRequired() {
    let repaired = request("gemini-3-pro-image", signed).withoutSignatures
    #expect(
      repaired?.contents.first?.parts.map(\.thoughtSignature)
        == [Part.foreignSignature, nil, Part.foreignSignature, Part.foreignSignature])
    #expect(repaired?.withoutSignatures == nil)
  }

  @Test func aContentNeverLosesItsLastPart() {
    let only = Content(role: .model, parts: [Part(.text(""), thoughtSignature: "S")])
    #expect(parts(request("gemini-3.8-flash", only).withoutSignatures) == [#"{"text":""}"#])
  }

  @Test func nothingToRepair() {
    #expect(request("m", Content(role: .model, parts: [Part(text: "a")])).withoutSignatures == nil)
    #expect(request("m").withoutSignatures == nil)
  }
}
