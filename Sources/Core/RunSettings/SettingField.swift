import Gemini

/// One field of the run settings.
package enum SettingField: Hashable, Sendable {
  /// A field of generationConfig by its path on the wire.
  case config(String)
  /// A level or a budget, as the model takes it.
  case thinking
  case systemInstruction
  case pictureCount
  /// The form of the answer, in JSON Schema or in the API's own words.
  case schema
  /// A tool of the service, by its name on the wire.
  case tool(String)
  /// What is blocked of a category of harm, by its name without the common beginning.
  case safety(String)

  package static let temperature = config("temperature")
  package static let topP = config("topP")
  package static let maxOutputTokens = config("maxOutputTokens")
  package static let aspectRatio = config("imageConfig.aspectRatio")
  package static let imageSize = config("imageConfig.imageSize")

  /// What fields have in common, by use: the groups of the panel in their order.
  package enum Group: String, Hashable, CaseIterable, Sendable {
    case answer = "Answer"
    case pictures = "Pictures"
    case tools = "Tools"
    case form = "Form of the answer"
    case safety = "Safety"
    case sampling = "Sampling"
    case speech = "Speech"
    case seldom = "Seldom needed"
    case vertex = "Vertex AI alone"
  }

  /// What is told of a field.
  private struct Entry {
    var field: SettingField
    var group: Group
    var title: String
    /// What it does, as a sentence.
    var meaning: String

    init(_ field: SettingField, _ group: Group, _ title: String, _ meaning: String) {
      self.field = field
      self.group = group
      self.title = title
      self.meaning = meaning
    }

    init(_ path: String, _ group: Group, _ title: String, _ meaning: String) {
      self.init(.config(path), group, title, meaning)
    }
  }

  /// In the order of the panel: those of a group stand together.
  private static let table: [Entry] = [
    Entry("temperature", .answer, "Temperature", "How freely words are chosen; 1 is what current models are made for."),
    Entry("topP", .answer, "Top-p", "Chooses among the likeliest words that make up this share."),
    Entry("maxOutputTokens", .answer, "Output tokens, at most", "Where an answer is cut off."),
    Entry(.thinking, .answer, "Thinking", "How much the model thinks before it answers."),
    Entry(.systemInstruction, .answer, "System instruction", "What the model is told before every turn."),
    Entry("mediaResolution", .answer, "Media resolution", "How closely pictures are looked at, and what they cost."),

    Entry("imageConfig.aspectRatio", .pictures, "Aspect ratio", "Width to height of a picture."),
    Entry("imageConfig.imageSize", .pictures, "Picture size", "Larger ones cost more."),
    Entry(.pictureCount, .pictures, "Pictures at once", "Each is a request of its own and paid for."),

    Entry(.tool("googleSearch"), .tools, "Google Search", "The model may search the web, and names its sources."),
    Entry(.tool("codeExecution"), .tools, "Code execution", "The model may write Python code and run it at Google's."),
    Entry(
      .tool("urlContext"), .tools, "Web pages of the prompt", "The model reads the pages whose addresses you write."),

    Entry(.schema, .form, "Response schema", "The form of a JSON answer."),
    Entry("responseMimeType", .form, "Response type", "Text, JSON, or one word of a list."),
    Entry("responseModalities", .form, "Response modalities", "What an answer is made of."),

    Entry(.safety("HARASSMENT"), .safety, "Harassment", safety),
    Entry(.safety("HATE_SPEECH"), .safety, "Hate speech", safety),
    Entry(.safety("SEXUALLY_EXPLICIT"), .safety, "Sexually explicit", safety),
    Entry(.safety("DANGEROUS_CONTENT"), .safety, "Dangerous content", safety),
    Entry(.safety("JAILBREAK"), .safety, "Jailbreak", safety),
    Entry(.safety("CIVIC_INTEGRITY"), .safety, "Civic integrity", "Deprecated by the service. " + safety),

    Entry("topK", .sampling, "Top-k", "Chooses among so many of the likeliest words."),
    Entry("seed", .sampling, "Seed", "The same seed makes answers that are more alike."),
    Entry("stopSequences", .sampling, "Stop sequences", "Texts at which the answer ends."),
    Entry("candidateCount", .sampling, "Candidates", "Many models refuse more than one; each is paid for."),
    Entry("presencePenalty", .sampling, "Presence penalty", "Above 0: fewer words that came already."),
    Entry("frequencyPenalty", .sampling, "Frequency penalty", "Above 0: the fewer, the more often they came."),
    Entry("responseLogprobs", .sampling, "Log probabilities", "Asks how likely the chosen words were."),
    Entry("logprobs", .sampling, "Likeliest words", "How many others to tell for each; needs log probabilities."),

    Entry(
      "speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName", .speech, "Voice", "A voice by its name, such as Kore."),
    Entry("speechConfig.languageCode", .speech, "Language", "Of speech, such as en-US."),
    Entry("speechConfig.multiSpeakerVoiceConfig", .speech, "Several speakers", "A voice for each speaker."),

    Entry(
      "thinkingConfig.includeThoughts", .seldom, "Thoughts",
      "They come with every answer; the pane shows or hides them."),
    Entry("enableEnhancedCivicAnswers", .seldom, "Civic answers", "Answers to questions of politics are enhanced."),
    Entry("audioTranscriptionConfig", .seldom, "Transcription", "How speech is written down."),
    Entry("responseFormat", .seldom, "Response format", "A newer way to say type, modalities and pictures."),

    Entry("audioTimestamp", .vertex, "Audio timestamps", "Times in what is heard."),
    Entry("routingConfig", .vertex, "Routing", "Which model a router takes."),
    Entry("modelConfig", .vertex, "Model preference", "What a router weighs."),
    Entry("imageConfig.personGeneration", .vertex, "People in pictures", "Who may be seen."),
    Entry("imageConfig.prominentPeople", .vertex, "Prominent people", "Whether known people may be seen."),
    Entry("imageConfig.imageOutputOptions.mimeType", .vertex, "Picture type", "The type of a picture's file."),
    Entry("imageConfig.imageOutputOptions.compressionQuality", .vertex, "Picture quality", "How much JPEG may lose."),
  ]

  private static let safety = "What is blocked, by how likely it is harmful; what is not set follows the model."

  private static let entries = Dictionary(table.map { ($0.field, $0) }) { first, _ in first }

  /// In the order of the panel.
  package static let allCases = table.map(\.field)

  package var title: String { Self.entries[self]?.title ?? wirePath }
  package var group: Group { Self.entries[self]?.group ?? .seldom }
  package var meaning: String { Self.entries[self]?.meaning ?? "" }

  /// What it is on the wire, by which it is found as well.
  package var wirePath: String {
    switch self {
    case .config(let path): path
    case .thinking: "thinkingConfig"
    case .systemInstruction: "systemInstruction"
    case .pictureCount: "pictureCount"
    case .schema: "responseSchema responseJsonSchema"
    case .tool(let name): "tools \(name)"
    case .safety(let category): "safetySettings \(HarmSetting.prefix)\(category)"
    }
  }
}
