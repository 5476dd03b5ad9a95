import Gemini
import Testing

@testable import Simulator

/// The order of contents, function calls and signatures.
struct ConversationRulesTests {
  private func conversation(_ contents: String) throws -> JSON { try JSON(parsing: #"{"contents":[\#(contents)]}"#) }

  private static let user = #"{"role":"user","parts":[{"text":"Q"}]}"#
  private static let model = #"{"role":"model","parts":[{"text":"A"}]}"#
  private static func call(_ name: String, signature: String? = nil) -> String {
    let mark = signature.map { #","thoughtSignature":"\#($0)""# } ?? ""
    return #"{"functionCall":{"name":"\#(name)","args":{}}\#(mark)}"#
  }
  private static func calls(_ parts: String...) -> String {
    #"{"role":"model","parts":[\#(parts.joined(separator: ","))]}"#
  }
  private static func answers(_ names: String...) -> String {
    let parts = names.map { #"{"functionResponse":{"name":"\#($0)","response":{"output":1}}}"# }
    return #"{"role":"user","parts":[\#(parts.joined(separator: ","))]}"#
  }

  @Test(
    arguments: [
      ([model], "Please ensure that single turn requests have a user role or no role."),
      ([user, model], "Please ensure that multiturn requests ends with a user role or a function response."),
      ([model, user], "Please ensure that multiturn requests start with a user role."),
      (
        [user, calls(call("f")), user],
        "Please ensure that the number of function response parts is equal to the number of function call parts of the "
          + "function call turn."
      ),
      (
        [user, calls(call("f"), call("g")), answers("f")],
        "Please ensure that the number of function response parts is equal to the number of function call parts of the "
          + "function call turn."
      ),
      (
        [user, answers("f")],
        "Please ensure that function response turn comes immediately after a function call turn."
      ),
      (
        [user, model, answers("f")],
        "Please ensure that function response turn comes immediately after a function call turn."
      ),
      ([user, #"{"role":"assistant","parts":[{"text":"A"}]}"#, user], "Please use a valid role: user, model."),
      (
        [user, #"{"role":"model","parts":[]}"#, user],
        "* GenerateContentRequest.contents[1].parts: contents.parts must not be empty.\n"
      ),
      (
        [#"{"role":"user","parts":[{"text":"Q"},{}]}"#],
        "* GenerateContentRequest.contents[0].parts[1].data: required oneof field 'data' must have one initialized "
          + "field\n"
      ),
      (
        [user, calls(#"{"functionCall":{"args":{}}}"#), answers("f")],
        "* GenerateContentRequest.contents[1].parts[0].function_call.name: Name cannot be empty.\n"
      ),
    ]) func brokenConversationsAreRefused(contents: [String], message: String) async throws
  {
    let refused = await refusal("gemini-2.5-flash", try conversation(contents.joined(separator: ",")))
    #expect(refused?.message == message)
    #expect(refused?.code == 400)
  }

  @Test func whatTheReferenceClientSendsIsTaken() async throws {
    let accepted = [
      // A streamed answer comes back as several contents of the model.
      [Self.user, Self.model, Self.model, Self.user],
      [Self.user, Self.user],
      [Self.user, Self.calls(Self.call("f"), Self.call("g")), Self.answers("f", "g")],
      [Self.user, Self.calls(Self.call("f")), Self.calls(Self.call("g")), Self.answers("f"), Self.answers("g")],
      [Self.user, Self.calls(Self.call("f")), Self.answers("f"), Self.model, Self.user],
      [Self.user, Self.calls(Self.call("f")), Self.answers("f").replacing(#""user""#, with: #""function""#)],
    ]
    for contents in accepted {
      let body = try conversation(contents.joined(separator: ","))
      #expect(await refusal("gemini-2.5-flash", body) == nil, "\(contents)")
    }
  }

  @Test func callsOfTheCurrentTurnComeBackSigned() async throws {
    func refused(_ contents: String...) async throws -> String? {
      await refusal("gemini-3.8-flash", try conversation(contents.joined(separator: ",")))?.message
    }
    let signed = Self.call("f", signature: "U2ln")
    #expect(
      try await refused(Self.user, Self.calls(Self.call("f")), Self.answers("f"))
        == "Function call `f` in the `2.` content block is missing a `thought_signature`")
    #expect(try await refused(Self.user, Self.calls(signed), Self.answers("f")) == nil)
    // Of calls side by side only the first is signed.
    #expect(try await refused(Self.user, Self.calls(signed, Self.call("g")), Self.answers("f", "g")) == nil)
    #expect(try await refused(Self.user, Self.calls(Self.call("g"), signed), Self.answers("g", "f")) != nil)
    // Each step has a signature of its own.
    #expect(
      try await refused(Self.user, Self.calls(signed), Self.answers("f"), Self.calls(Self.call("g")), Self.answers("g"))
        == "Function call `g` in the `4.` content block is missing a `thought_signature`")
    // Earlier turns are not looked at.
    #expect(
      try await refused(Self.user, Self.calls(Self.call("f")), Self.answers("f"), Self.model, Self.user) == nil)
    for word in ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"] {
      #expect(try await refused(Self.user, Self.calls(Self.call("f", signature: word)), Self.answers("f")) == nil)
    }
    let older = try conversation([Self.user, Self.calls(Self.call("f")), Self.answers("f")].joined(separator: ","))
    for model in ["gemini-2.5-flash", "gemini-2.0-flash", "gemma-4-31b-it"] {
      #expect(await refusal(model, older) == nil, "\(model)")
    }
  }

  @Test func textOfAnotherModelIsRefusedByPictureModels() async throws {
    let body = try conversation([Self.user, Self.model, Self.user].joined(separator: ","))
    #expect(
      await refusal("gemini-3-pro-image", body)?.message
        == "Text part is missing a thought_signature in content position 1, part position 0.")
    #expect(await refusal("gemini-2.5-flash-image", body) == nil)
    #expect(await refusal("gemini-3.8-flash", body) == nil)
  }

  @Test func draftsComeBackUnsigned() async throws {
    let png = Base64.encode(try await StoredPNG().encodePNG(plain(.white)))
    let draft = #"{"inlineData":{"mimeType":"image/png","data":"\#(png)"},"thought":true}"#
    let contents = #"{"role":"model","parts":[\#(draft),{"text":"Here","thoughtSignature":"U2ln"}]}"#
    let body = try conversation([Self.user, contents, Self.user].joined(separator: ","))
    #expect(await refusal("gemini-3-pro-image", body) == nil)
  }

  /// What the simulator says goes back as it came, for each of the models that mark their parts.
  @Test(arguments: ["gemini-3.8-flash", "gemini-3-pro-image", "gemini-3.1-flash-image", "gemini-2.5-flash-image"])
  func itsOwnAnswersAreTakenBack(model: String) async throws {
    let ask = Content(parts: [Part(text: "A red valley")])
    let modalities: [JSON] =
      ModelTraits(model).makesImages ? [["responseModalities": ["TEXT"]], ["responseModalities": ["IMAGE"]]] : []
    for config in [[:]] + modalities {
      let answer = try await reply(model, body([ask], config: config))
      let history = [ask, Content(role: .model, parts: answer.candidate.parts), ask]
      #expect(await refusal(model, body(history, config: config)) == nil, "\(config.text)")
    }
  }
}
