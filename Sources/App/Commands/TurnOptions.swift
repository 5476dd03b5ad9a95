import Core
import Gemini

/// What the options ask of one turn, checked as far as they can be without a model.
struct TurnOptions: Hashable, Sendable {
  /// An alias or an id; `nil` leaves it to the session or the settings.
  var model: String?
  var system: String?
  var settings: [SetOption] = []
  var thinking: String?
  var safety: [SafetyOption] = []
  var tools: [ToolOption] = []
  var schema: JSON?
  var showsThoughts = false
  var streams = true
}

extension TurnOptions {
  /// True if the request depends on what a service tells of its models: the limit of output tokens, the highest
  /// temperature, and whether they think.
  func setsWhatModelsTell(in session: Session, _ traits: ModelTraits) -> Bool {
    var config = session.config
    for option in settings { option.apply(to: &config) }
    // No model has a lower limit than 1.
    return config.maxOutputTokens != nil || config.temperature ?? 0 > 1 || config["thinkingConfig"] != nil
      || thinking != nil || showsThoughts && !traits.thinks
  }
}

/// A turn that is ready to be sent.
struct PreparedTurn: Hashable, Sendable {
  /// Its last turn is the one to be answered.
  var session: Session
  var run: Run
  var request: GenerateContentRequest
  /// What a person should know of the way the options were taken.
  var notices: [String]
  /// What the model is known to refuse in it.
  var problems: [String]

  /// True if the model answers with pictures.
  var makesImages: Bool

  var turn: Turn { session.turns[session.turns.count - 1] }
}

extension TurnOptions {
  /// Adds a turn to a session, and makes the request for it.
  ///
  /// What was set by `--set` stands in the request as it was said; all else is fitted to the model.
  /// - Parameters:
  ///   - session: a new one, or the one that is gone on with.
  ///   - use: which of its models answers, where the options name none.
  ///   - isAlone: leaves the turns before out of the request.
  /// - Throws: what the model cannot do.
  func prepare(
    _ content: Content, in session: Session, use: ModelUse, settings known: Settings, backend: Backend, now: Instant,
    isAlone: Bool = false, identifiers: inout IdentifierSource
  ) throws(CommandError) -> PreparedTurn {
    var session = session
    session.use = use
    if let model {
      let id = known.model(model)
      if let problem = ModelID.problem(id) { throw CommandError(problem) }
      session.use = known.models.traits(of: id).makesImages ? .picture : .text
      session.model = id
    }
    let traits = known.models.traits(of: session.model)
    if let problem = SafetyOption.problem(safety) { throw CommandError(problem) }
    // What the options say themselves is refused where the model does not take it.
    let leftOut = session.leftOut(traits)
    if let system { session.systemInstruction = system }
    // A field nobody knows here may be refused: it is for this request, and not for every one that follows.
    for option in settings where option.field.isKnown { option.apply(to: &session.config) }
    var notices = settings.compactMap(\.notice) + [leftOut].compactMap { $0 }
    if let thinking, let notice = try ThinkingOption.apply(thinking, to: &session, traits) { notices.append(notice) }
    if let schema { session.config.schema = schema }

    if !isAlone, let last = session.path.last, session.turns[last].shownRun?.isGoodHistory == false {
      notices.append("The last turn has no whole answer, so this request goes without it; the session keeps it.")
    }
    let parent = session.path.last.flatMap { session.turns[$0].shownRun?.id }
    var turn = Turn(id: identifiers.turn(), parent: parent, content: content, createTime: now)
    session.turns.append(turn)
    session.head = turn.id
    session.updateTime = now
    session.nameAfterFirstPrompt()

    var request = session.request(
      forTurn: session.turns.count - 1, traits: traits, showsThoughts: showsThoughts, isAlone: isAlone)
    if let schema { request.generationConfig.schema = schema }
    for option in settings { option.apply(to: &request) }
    if showsThoughts, request.generationConfig.includeThoughts == nil {
      let why = traits.thinks ? "Thinking is off" : "\(session.model) does not think"
      notices.append("\(why), so there are no thoughts to show.")
    }
    request.generationConfig["responseSchema"] = request.generationConfig["responseSchema"]?.withPropertyOrdering
    // What the session was set to in the studio counts unless the options say something else.
    let categories = Set(safety.map(\.category))
    request.safetySettings.removeAll { $0["category"]?.string.map(categories.contains) == true }
    request.safetySettings += safety.map(\.json)
    if !tools.isEmpty { request.tools = tools.map(\.json) }
    if tools.contains(where: \.isFunctions), tools.contains(where: { !$0.isFunctions }) { request.joinTools() }
    // The session keeps levels as the studio writes them; the wire takes both.
    session.config.thinkingLevel = session.config.thinkingLevel?.lowercased()

    var run = Run(
      id: identifiers.run(), model: session.model, backend: backend, config: request.generationConfig, startTime: now)
    run.extras = RequestExtras(request, systemInstruction: session.systemInstruction)
    run.isUnary = !streams
    run.isAlone = isAlone
    run.splitsReasoning = known.splitsReasoning
    run.succession = traits.succession
    run.makesImages = traits.makesImages
    turn.runs = [run]
    session.turns[session.turns.count - 1] = turn
    notices += RequestCheck.hints(request, for: traits)
    return PreparedTurn(
      session: session, run: run, request: request, notices: notices,
      problems: RequestCheck.problems(request, for: traits), makesImages: traits.makesImages)
  }
}

extension GenerateContentRequest {
  /// Lets the service's tools and functions work beside each other, unless that was set by hand.
  /// - Source: gemini-api.md section 4.
  fileprivate mutating func joinTools() {
    for (path, value) in [
      (["toolConfig", "includeServerSideToolInvocations"], JSON.bool(true)),
      (["toolConfig", "functionCallingConfig", "mode"], "VALIDATED"),
    ] where other[path: path] == nil {
      other[path: path] = value
    }
  }
}
