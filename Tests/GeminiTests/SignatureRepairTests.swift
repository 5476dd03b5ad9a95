import Testing

@testable import Gemini

@Suite struct SignatureRepairTests {
  private let signed = Content(
    role: .model,
    parts: [Part(.text("a"), thoughtSignature: "S1"), Part(text: "b"), Part(.text(""), thoughtSignature: "S2")])

  private func request(_ contents: Content...) -> GenerateContentRequest {
    GenerateContentRequest(model: "m", contents: contents)
  }

  private func parts(_ request: GenerateContentRequest) -> [String] {
    request.contents.filter { $0.role == .model }.flatMap(\.parts).map(\.json.text)
  }

  @Test func signaturesGo() {
    let question = Content(parts: [Part(.text("q"), thoughtSignature: "mine")])
    let whole = request(question, signed, question)
    let repaired = whole.withoutSignatures(isRequired: false)
    #expect(whole.hasSignatures && !repaired.hasSignatures)
    #expect(parts(repaired) == [#"{"text":"a"}"#, #"{"text":"b"}"#])
    #expect(repaired.contents.first == question, "what the person sent stays")
  }

  @Test func aWordStandsWhereOneIsRequired() {
    let repaired = request(signed).withoutSignatures(isRequired: true)
    #expect(
      repaired.contents.first?.parts.map(\.thoughtSignature) == [Part.foreignSignature, nil, Part.foreignSignature])
    #expect(!repaired.hasSignatures)
  }

  @Test func aContentNeverLosesItsLastPart() {
    let only = Content(role: .model, parts: [Part(.text(""), thoughtSignature: "S")])
    #expect(parts(request(only).withoutSignatures(isRequired: false)) == [#"{"text":""}"#])
  }

  @Test func nothingToRepair() {
    #expect(!request(Content(role: .model, parts: [Part(text: "a")])).hasSignatures)
    #expect(!request().hasSignatures)
  }
}
