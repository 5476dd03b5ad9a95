import Testing

@testable import Gemini

@Suite struct PartTests {
  @Test(arguments: [
    #"{"text":"a"}"#, #"{"text":"","thoughtSignature":"S="}"#, #"{"text":"a","thought":true,"thoughtSignature":"S"}"#,
    #"{"inlineData":{"mimeType":"image/png","data":"iVBORw==","displayName":"x.png"},"thoughtSignature":"S"}"#,
    #"{"fileData":{"fileUri":"gs://a/b","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"10s","fps":2}}"#,
    #"{"functionCall":{"id":"1","name":"f","args":{"z":1,"a":null,"n":0.70}},"thoughtSignature":"S"}"#,
    #"{"functionCall":{"name":"f"}}"#, #"{"functionResponse":{"name":"f","response":{"output":[1]}}}"#,
    #"{"executableCode":{"id":"7","language":"PYTHON","code":"print(1)\n"}}"#, #"{"executableCode":{"code":"x"}}"#,
    #"{"codeExecutionResult":{"id":"7","outcome":"OUTCOME_OK","output":"1\n"}}"#,
    #"{"codeExecutionResult":{"outcome":"OUTCOME_FAILED"}}"#,
    #"{"thoughtSignature":"S","toolCall":{"id":"1","toolType":"URL_CONTEXT","args":{}}}"#, #"{"newKind":{"a":[1,2]}}"#,
    #"{"text":"a","mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"},"partMetadata":{"k":"v"}}"#,
    #"{"text":5}"#, "{}",
  ])
  func goesBackAsItCame(_ text: String) throws {
    #expect(Part(try json(text)).json.text == text)
  }

  @Test func nullKeysGo() throws {
    let part = Part(try json(#"{"text":"a","thought":null,"thoughtSignature":null,"inlineData":null,"x":null}"#))
    #expect(part == Part(text: "a"))
  }

  @Test func knowsTheDataItHolds() throws {
    #expect(Part(try json(#"{"text":"a","thought":true}"#)).text == "a")
    #expect(
      Part(try json(#"{"functionCall":{"name":"f","args":{"a":1}}}"#)).data
        == .functionCall(JSONObject(["name": "f", "args": ["a": 1]])))
    #expect(
      Part(try json(#"{"executableCode":{"language":"PYTHON","code":"c"}}"#)).data
        == .executableCode(language: "PYTHON", code: "c", rest: JSONObject()))
    #expect(Part(try json(#"{"newKind":1}"#)).data == .unknown)
    #expect(Part(.string("x")).isEmpty)
  }

  @Test func emptyTextGivesWayToOtherData() throws {
    for text in [
      #"{"text":"","inlineData":{"mimeType":"image/png","data":"AAAA"}}"#,
      #"{"inlineData":{"mimeType":"image/png","data":"AAAA"},"text":""}"#,
    ] {
      let part = Part(try json(text))
      #expect(part.blob == Blob(mimeType: "image/png", data: .bytes([0, 0, 0])), "\(text)")
    }
  }

  @Test func blobsAreBytesAssetsOrUnreadable() throws {
    func blob(_ text: String) throws -> Blob? { Part(try json("{\"inlineData\":\(text)}")).blob }
    #expect(try blob(#"{"mimeType":"image/png","data":"AQID"}"#)?.data == .bytes([1, 2, 3]))
    #expect(try blob(#"{"mimeType":"image/png","data":"*"}"#)?.data == .unreadable)
    #expect(try blob(#"{"data":"AQID"}"#)?.mimeType == "application/octet-stream")
    let asset = AssetReference(sha256: String(repeating: "a", count: 64), byteCount: 3)
    let kept = Part(.inlineData(Blob(mimeType: "image/png", data: .asset(asset))))
    #expect(kept.json["inlineData"]?["data"] == ["sha256": .string(asset.sha256), "bytes": 3])
    #expect(Part(kept.json) == kept)
  }
}

@Suite struct ContentTests {
  @Test(arguments: [("user", Content.Role.user), ("model", .model), ("MODEL", .model), ("function", .user)])
  func rolesAreReadInAnyCase(_ name: String, _ role: Content.Role) {
    #expect(Content(["role": .string(name), "parts": []]).role == role)
  }

  @Test func absentKeysHaveTheirMeaning() {
    #expect(Content([:]) == Content(role: .user, parts: []))
    #expect(Content(["parts": [["text": "a"], ["text": "b", "thought": true]]]).text == "a")
  }
}

@Suite struct GenerateContentRequestTests {
  @Test func asksWithTextAlone() {
    let request = GenerateContentRequest(model: "m", contents: [Content(parts: [Part(text: "Q")])])
    #expect(request.json.text == #"{"contents":[{"role":"user","parts":[{"text":"Q"}]}]}"#)
  }

  @Test func sendsPicturesInPlaceOfTheirAssets() throws {
    let asset = AssetReference(sha256: "ab", byteCount: 3)
    let blob = Blob(mimeType: "image/png", data: .asset(asset), other: JSONObject(["displayName": "x"]))
    let content = Content(parts: [Part(.inlineData(blob), thoughtSignature: "S"), Part(text: "What is it?")])
    let request = GenerateContentRequest(model: "m", contents: [content, content])
    #expect(request.assets == [asset])
    var asked: [AssetReference] = []
    let resolved = request.resolved { reference in
      asked.append(reference)
      return [1, 2, 3]
    }
    #expect(asked == [asset, asset])
    #expect(resolved.assets.isEmpty)
    #expect(
      resolved.json["contents"]?.array?.first?.text == """
        {"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AQID","displayName":"x"},\
        "thoughtSignature":"S"},{"text":"What is it?"}]}
        """)
    #expect(throws: CancellationError.self) { try request.resolved { _ in throw CancellationError() } }
  }

  @Test func sendsAConversationWithAllItsSettings() {
    var config = GenerationConfig()
    config.temperature = 0.2
    config.thinkingLevel = "low"
    config.includeThoughts = true
    config.responseModalities = ["TEXT", "IMAGE"]
    config.aspectRatio = "16:9"
    let request = GenerateContentRequest(
      model: "m",
      contents: [
        Content(parts: [Part(text: "Draw a cat")]),
        Content(role: .model, parts: [Part(.text("Here"), thoughtSignature: "S1")]),
        Content(parts: [Part(text: "Make it blue")]),
      ], systemInstruction: "Be brief.", generationConfig: config,
      safetySettings: [["category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"]], tools: [["googleSearch": [:]]],
      other: JSONObject(["serviceTier": "flex"]))
    #expect(
      request.json.text == """
        {"contents":[{"role":"user","parts":[{"text":"Draw a cat"}]},\
        {"role":"model","parts":[{"text":"Here","thoughtSignature":"S1"}]},\
        {"role":"user","parts":[{"text":"Make it blue"}]}],\
        "systemInstruction":{"role":"user","parts":[{"text":"Be brief."}]},\
        "generationConfig":{"temperature":0.2,"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true},\
        "responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9"}},\
        "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}],\
        "tools":[{"googleSearch":{}}],"serviceTier":"flex"}
        """)
  }

  @Test func leavesOutWhatIsEmpty() {
    let request = GenerateContentRequest(model: "m", contents: [], systemInstruction: "")
    #expect(request.json.text == #"{"contents":[]}"#)
  }
}

@Suite struct GenerationConfigTests {
  @Test func pathsAreSetAndUnset() {
    var config = GenerationConfig()
    config["thinkingConfig.thinkingBudget"] = 0
    #expect(config.thinkingBudget == 0)
    #expect(JSON.object(config.json).text == #"{"thinkingConfig":{"thinkingBudget":0}}"#)
    config.thinkingBudget = nil
    #expect(config.isEmpty)
    config["imageConfig.imageSize"] = "2K"
    #expect(config.imageSize == "2K")
    #expect(config["imageConfig"] == ["imageSize": "2K"])
  }

  @Test func fieldsKeepTheirTypesAndNumbersTheirDigits() throws {
    let text = #"{"temperature":0.70,"topP":1,"maxOutputTokens":"512","newField":{"a":[1]},"seed":7}"#
    var config = GenerationConfig(try #require(try json(text).object))
    #expect(JSON.object(config.json).text == text)
    #expect(config.temperature == 0.7)
    #expect(config.topP == 1)
    #expect(config.maxOutputTokens == 512)
    #expect(config.includeThoughts == nil && config.responseModalities == nil && config.aspectRatio == nil)
    config.topP = 0.95
    config.maxOutputTokens = nil
    #expect(JSON.object(config.json).text == #"{"temperature":0.70,"topP":0.95,"newField":{"a":[1]},"seed":7}"#)
  }
}
