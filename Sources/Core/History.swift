package import Gemini

extension Session {
  /// The request for a turn on the shown branch: the turns before it that may be built on, then its own Content.
  ///
  /// - Parameters:
  ///   - index: the turn that is asked, its own answers left out.
  ///   - showsThoughts: asks for the thoughts of a model that thinks.
  /// - Source: gemini-api.md sections 7 to 10.
  package func request(forTurn index: Int, model: String, showsThoughts: Bool) -> GenerateContentRequest {
    let traits = ModelTraits(model)
    var contents: [Content] = []
    for before in branch(before: index) {
      guard let run = turns[before].shownRun, run.isGoodHistory else { continue }
      contents.append(turns[before].content.asSent)
      contents.append(Content(role: .model, parts: Self.historyParts(of: run, for: model)))
    }
    contents.append(turns[index].content.asSent)
    var request = GenerateContentRequest(
      model: model, contents: contents, systemInstruction: systemInstruction.isEmpty ? nil : systemInstruction,
      generationConfig: config.adapted(to: traits, showsThoughts: showsThoughts))
    if traits.refusesSystemInstruction { request.moveSystemInstructionIntoFirstTurn() }
    return request
  }

  private func branch(before index: Int) -> [Int] {
    var copy = self
    copy.head = turns[index].id
    return Array(copy.path.dropLast())
  }

  /// The parts of an answer as the next request sends them: thoughts stay out, the rest goes back as it came, also
  /// reasoning in tags.
  private static func historyParts(of run: Run, for model: String) -> [Part] {
    let isOwn = ModelID.bare(run.model) == ModelID.bare(model)
    let wantsMark = ModelTraits(model).requiresSignatures
    return run.answerParts.map { part in
      guard !isOwn || (wantsMark && part.thoughtSignature == nil) else { return part }
      var part = part
      // A signature belongs to the model that made it. Where one is required, this word stands for a foreign turn.
      part.thoughtSignature = wantsMark ? "skip_thought_signature_validator" : nil
      return part
    }.filter { !$0.isEmpty }
  }
}

extension Content {
  /// The Content without what only the studio knows: the API refuses names beside inline bytes.
  fileprivate var asSent: Content {
    var content = self
    for index in content.parts.indices {
      guard var blob = content.parts[index].blob else { continue }
      blob.other["displayName"] = nil
      content.parts[index].data = .inlineData(blob)
    }
    return content
  }
}

extension GenerationConfig {
  /// The settings as this model takes them: those of other kinds of model stay out.
  package func adapted(to traits: ModelTraits, showsThoughts: Bool) -> GenerationConfig {
    var config = self
    switch traits.thinking {
    case .none, .fixed:
      config["thinkingConfig"] = nil
    case .budget:
      config.thinkingLevel = nil
    case .levels(let levels):
      config.thinkingBudget = nil
      if let level = config.thinkingLevel, !levels.contains(level.lowercased()) { config.thinkingLevel = nil }
    }
    if showsThoughts, traits.thinking != .none, config.thinkingBudget != 0 { config.includeThoughts = true }
    if traits.makesImages {
      if config.responseModalities == nil { config.responseModalities = ["TEXT", "IMAGE"] }
      if let ratio = config.aspectRatio, !traits.aspectRatios.contains(ratio) { config.aspectRatio = nil }
      if let size = config.imageSize, !traits.imageSizes.contains(size) || traits.imageSizes.count == 1 {
        config.imageSize = nil
      }
    } else {
      config["imageConfig"] = nil
    }
    return config
  }
}

extension GenerateContentRequest {
  fileprivate mutating func moveSystemInstructionIntoFirstTurn() {
    guard let systemInstruction, !contents.isEmpty else { return }
    contents[0].parts.insert(Part(text: systemInstruction), at: 0)
    self.systemInstruction = nil
  }
}
