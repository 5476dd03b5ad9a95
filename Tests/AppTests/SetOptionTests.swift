import Gemini
import Testing

@testable import App

@Suite("Fields of generationConfig on the command line")
struct SetOptionTests {
  @Test(
    "A value becomes what its field takes",
    arguments: [
      ("temperature=0.70", "0.70"), ("temperature=1e-1", "1e-1"), ("maxOutputTokens=100", "100"),
      ("topK=40.0", "40"), ("seed=-3", "-3"), ("responseLogprobs=TRUE", "true"),
      ("stopSequences=END", #"["END"]"#), ("stopSequences=1,2", #"["1","2"]"#),
      (#"stopSequences=["a,b","c"]"#, #"["a,b","c"]"#), ("responseModalities=text, image", #"["TEXT","IMAGE"]"#),
      (#"responseModalities=["image"]"#, #"["IMAGE"]"#),
      ("mediaResolution=media_resolution_low", #""MEDIA_RESOLUTION_LOW""#),
      ("responseMimeType=application/json", #""application/json""#),
      (#"responseMimeType="text/plain""#, #""text/plain""#),
      ("thinkingConfig.thinkingBudget=-1", "-1"), ("thinkingConfig.thinkingLevel=low", #""LOW""#),
      ("imageConfig.aspectRatio=16:9", #""16:9""#), ("imageConfig.imageSize=2k", #""2K""#),
      ("imageConfig.imageSize=512", #""512""#), (#"responseJsonSchema={"type":"object"}"#, #"{"type":"object"}"#),
      ("newField=3", "3"), ("newField=word", #""word""#), (#"new.deep={"a":[1]}"#, #"{"a":[1]}"#),
      ("responseMimeType=a=b", #""a=b""#), ("mediaResolution=low", #""MEDIA_RESOLUTION_LOW""#),
      (#"mediaResolution="NEW_WORD""#, #""NEW_WORD""#), ("top_p=0.5", "0.5"),
      ("generationConfig.seed=7", "7"), ("responseFormat=[{}]", "[{}]"),
    ])
  func values(text: String, expected: String) throws {
    #expect(try SetOption(text).value?.text == expected)
  }

  @Test(
    "What a field does not take is refused by name",
    arguments: [
      "temperature=hot", "temperature=", "temperature=\"1\"", "maxOutputTokens=1.5", "maxOutputTokens=\"5\"",
      "responseLogprobs=yes", "stopSequences=", "stopSequences=[1]", "responseModalities=TEXT,", "thinkingConfig=5",
      "thinkingConfig.thinkingBudget=low", "mediaResolution= ", "mediaResolution=NEW_WORD", "temperature=9",
      "topP=1.1", "contents=[]", "systemInstruction=x", "safetySettings=[]", "tools=[]",
      "maxOutputTokens=0", "seed=2147483648", "stopSequences=1,2,3,4,5,6", "presencePenalty=-2.1",
      "imageConfig.imageSize=3K", "serviceTier=fast", "responseFormat={}",
      "temperature.x=1", "stop_sequences.0=END", "generationConfig.temperature.x.y=1",
      "toolConfig.functionCallingConfig.mode.x=1",
    ])
  func refusals(text: String) {
    let error = #expect(throws: CommandError.self) { try SetOption(text) }
    #expect(error?.exitCode == 2)
    #expect(error?.sentence.hasPrefix(String(text.prefix { $0 != "=" })) == true, "\(error?.sentence ?? "")")
  }

  @Test("What sets nothing is refused", arguments: ["temperature", "=1", "", "a..b=1", ".a=1", "a.=1"])
  func nothing(text: String) {
    #expect(throws: CommandError.self) { try SetOption(text) }
  }

  @Test("Fields of one object come together, and null takes a field out")
  func paths() throws {
    var config = GenerationConfig()
    for text in ["thinkingConfig.includeThoughts=true", "thinkingConfig.thinkingBudget=0", "seed=1", "seed=null"] {
      try SetOption(text).apply(to: &config)
    }
    #expect(JSON.object(config.json).text == #"{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":0}}"#)
  }

  @Test(
    "Safety settings are taken in short words and in the wire's",
    arguments: [
      ("harassment=none", "HARM_CATEGORY_HARASSMENT", "BLOCK_NONE"),
      ("hate-speech=HIGH", "HARM_CATEGORY_HATE_SPEECH", "BLOCK_ONLY_HIGH"),
      ("HARM_CATEGORY_IMAGE_HATE=off", "HARM_CATEGORY_IMAGE_HATE", "OFF"),
      ("sexually_explicit=block_low_and_above", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "BLOCK_LOW_AND_ABOVE"),
    ])
  func safety(text: String, category: String, threshold: String) throws {
    let option = try SafetyOption(text)
    #expect(option.category == category)
    #expect(option.threshold == threshold)
  }

  @Test(
    "Other safety settings are refused", arguments: ["harassment", "sadness=none", "harassment=some", "=none", "a=b=c"])
  func noSafety(text: String) {
    #expect(throws: CommandError.self) { try SafetyOption(text) }
  }

  @Test("Tools go by their names in any case")
  func tools() throws {
    #expect(try ToolOption(named: "googlesearch").json.text == #"{"googleSearch":{}}"#)
    #expect(try ToolOption(named: "code_execution").json.text == #"{"codeExecution":{}}"#)
    let error = #expect(throws: CommandError.self) { try ToolOption(named: "hammer") }
    #expect(error?.sentence.contains("urlContext") == true)
  }
}
