package import Gemini

extension Session {
  /// The request for a turn on the shown branch: the turns before it that may be built on, then its own Content.
  ///
  /// - Parameters:
  ///   - index: the turn that is asked, its own answers left out.
  ///   - traits: what is known of the model that is asked.
  ///   - showsThoughts: asks for the thoughts of a model that thinks.
  ///   - isAlone: leaves the turns before it out.
  /// - Source: gemini-api.md sections 7 to 10.
  package func request(
    forTurn index: Int, traits: ModelTraits, showsThoughts: Bool, isAlone: Bool = false
  ) -> GenerateContentRequest {
    var contents: [Content] = []
    for before in isAlone ? [] : branch(before: index) {
      guard let run = turns[before].shownRun, run.isSentOn else { continue }
      let parts = Self.historyParts(of: run, for: traits)
      guard !parts.isEmpty else { continue }
      contents.append(turns[before].content.asSent)
      contents.append(Content(role: .model, parts: parts))
    }
    contents.append(turns[index].content.asSent)
    contents.leaveOutPictures(beyond: traits.maxInputImages)
    var request = GenerateContentRequest(
      model: traits.id, contents: contents, systemInstruction: systemInstruction.isEmpty ? nil : systemInstruction,
      generationConfig: config.adapted(to: traits, showsThoughts: showsThoughts), safetySettings: safetySettings,
      tools: tools.taken(by: traits))
    request.generationConfig["responseSchema"] = request.generationConfig["responseSchema"]?.withPropertyOrdering
    let drawsPictures = traits.makesImages || request.generationConfig.responseModalities?.contains("IMAGE") == true
    if traits.refusesSystemInstruction, drawsPictures { request.moveSystemInstructionIntoFirstTurn() }
    return request
  }

  /// The turns that lead to a turn, from the first, itself left out.
  func branch(before index: Int) -> [Int] {
    var copy = self
    copy.head = turns[index].id
    return Array(copy.path.dropLast())
  }

  /// The parts of an answer as the next request sends them: thoughts stay out, the rest goes back as it came, also
  /// reasoning in tags.
  private static func historyParts(of run: Run, for traits: ModelTraits) -> [Part] {
    let isOwn = ModelID.bare(run.model) == traits.id
    let wantsMark = traits.requiresSignatures
    return run.answerParts.map { part in
      // The model's own parts go back as they came; only a picture of its own is refused without a signature.
      guard !isOwn || (wantsMark && part.thoughtSignature == nil && part.isPicture) else { return part }
      var part = part
      // A signature belongs to the model that made it. Where one is required, this word stands for a foreign turn.
      part.thoughtSignature = wantsMark ? Part.foreignSignature : nil
      return part
    }.filter { part in
      // A call has to be followed by what the function gave back, and nothing here runs functions.
      if case .functionCall = part.data { return false }
      return !part.isEmpty
    }
  }
}

extension [Content] {
  /// Leaves the oldest pictures out until no more are left than a model takes. Those of the last Content, which is the
  /// prompt, always stay, and of the others the newest: that is the one being edited.
  /// - Source: gemini-api.md section 9: pictures in one request.
  fileprivate mutating func leaveOutPictures(beyond most: Int?) {
    guard let most else { return }
    var excess = reduce(0) { $0 + $1.parts.count(where: \.isPicture) } - most
    for index in indices.dropLast() where excess > 0 {
      self[index].parts.removeAll { part in
        guard excess > 0, part.isPicture else { return false }
        excess -= 1
        return true
      }
      // A Content without parts is refused; one of empty text passes.
      if self[index].parts.isEmpty { self[index].parts = [Part(text: "")] }
    }
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
    case .unknown:
      config.thinkingLevel = config.thinkingLevel?.uppercased()
    case .none, .fixed:
      config["thinkingConfig"] = nil
    case .budget(let range, let canBeOff):
      config.thinkingLevel = nil
      if let budget = config.thinkingBudget, budget != -1, !(budget == 0 && canBeOff), !range.contains(budget) {
        config.thinkingBudget = nil
      }
    case .levels(let levels):
      config.thinkingBudget = nil
      let level = config.thinkingLevel.flatMap { levels.contains($0.lowercased()) ? $0.uppercased() : nil }
      config.thinkingLevel = level
    }
    if showsThoughts, traits.thinks || traits.thinking == .unknown, config.thinkingBudget != 0 {
      config.includeThoughts = true
    }
    if traits.isUnknown { return config }
    if !traits.takesSchema {
      config.schema = nil
      if config["responseMimeType"] != "text/plain" { config["responseMimeType"] = nil }
    }
    if traits.makesImages {
      if config.responseModalities == nil, traits.requiresModalities { config.responseModalities = ["TEXT", "IMAGE"] }
      if let ratio = config.aspectRatio, !traits.aspectRatios.contains(ratio) { config.aspectRatio = nil }
      if let size = config.imageSize, !traits.imageSizes.contains(size) || traits.imageSizes.count == 1 {
        config.imageSize = nil
      }
    } else {
      config["imageConfig"] = nil
      if traits.isListed, !traits.outputModalities.contains("image"),
        config.responseModalities?.contains("IMAGE") == true
      {
        config.responseModalities = nil
      }
    }
    return config
  }
}

extension [JSON] {
  /// Of the tools of a request those that a model takes.
  fileprivate func taken(by traits: ModelTraits) -> [JSON] {
    let refused = traits.refusedTools
    guard !refused.isEmpty else { return self }
    return compactMap { tool in
      guard var object = tool.object else { return tool }
      for name in refused.keys { object[name] = nil }
      return object.isEmpty ? nil : .object(object)
    }
  }
}

extension GenerateContentRequest {
  fileprivate mutating func moveSystemInstructionIntoFirstTurn() {
    guard let systemInstruction, !contents.isEmpty else { return }
    contents[0].parts.insert(Part(text: systemInstruction), at: 0)
    self.systemInstruction = nil
  }
}
