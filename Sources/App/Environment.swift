import Core

/// What the variables say, from the process and from the `.env` files, by their precedence.
/// - Source: product.md section 2; gemini-api.md section 2.
package struct Environment: Sendable {
  /// Variables of the process alone.
  package let process: [String: String]
  package private(set) var key: APIKey?
  /// Where the key was found, such as `GEMINI_API_KEY in .env`.
  package private(set) var keySource: String?
  /// The server, as the variables want it.
  package private(set) var base = BaseURL.google
  /// The server without what the working folder says: for a key a person types, which no folder's file may redirect.
  package private(set) var ownBase = BaseURL.google
  package private(set) var apiVersion = "v1beta"
  /// The variables of proxies and certificates: of the process, and of the person's own file.
  package let network: [String: String]
  /// Why no request can be sent as the variables ask, as a sentence.
  package private(set) var serverProblem: String?
  /// That Vertex AI is asked for, which is not spoken here, as a sentence.
  package private(set) var vertexProblem: String?
  /// What was passed over, and why, one sentence each.
  package private(set) var notices: [String] = []

  static let keyNames = ["GOOGLE_API_KEY", "GEMINI_API_KEY"]
  private static let baseName = "GOOGLE_GEMINI_BASE_URL"
  private static let versionName = "GOOGLE_GENAI_API_VERSION"
  private static let vertexNames = ["GOOGLE_GENAI_USE_ENTERPRISE", "GOOGLE_GENAI_USE_VERTEXAI"]

  /// Variables that say whom to trust and which way to go. A folder that was cloned has no say in that.
  private static let guardedNames: Set = [
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE", "GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG", "GCE_METADATA_HOST", "GCE_METADATA_ROOT",
    "GCE_METADATA_IP",
  ]

  /// One place where variables are set.
  private struct Source {
    /// `nil` for the process.
    var name: String?
    var values: [String: String]

    func place(of variable: String) -> String { name.map { "\(variable) in \($0)" } ?? variable }
  }

  package init(process: [String: String], workingFolder: String, paths: Paths) {
    self.process = process
    let workingPath = workingFolder + "/.env"
    // The person's own folder is their own also when they work in it.
    let working =
      workingPath == paths.environmentFile
      ? EnvironmentFile() : EnvironmentFile(workingPath, named: ".env", process: process)
    let configured = EnvironmentFile(paths.environmentFile, named: paths.environmentFile, process: process)
    network = configured.values.merging(process) { $1 }
    notices += [working.problem, configured.problem].compactMap { $0 }
    let sources = [
      Source(name: nil, values: process), Source(name: ".env", values: working.values),
      Source(name: paths.environmentFile, values: configured.values),
    ]
    let keyIndex = takeKey(from: sources)
    takeVersion(from: sources)
    takeBases(from: sources, workingCounts: keyIndex == 1 && isSelfMade(working))
    takeVertex(from: sources)
    noteGuarded(in: working)
  }

  // MARK: The key

  /// - Returns: the index of the source that has it.
  private mutating func takeKey(from sources: [Source]) -> Int? {
    for (index, source) in sources.enumerated() {
      let found = Self.keyNames.filter { source.values[$0]?.trimmingBlanks.isEmpty == false }
      if found.count == 2, source.values[found[0]] != source.values[found[1]] {
        notices.append("GOOGLE_API_KEY and GEMINI_API_KEY are both set; GOOGLE_API_KEY is used.")
      }
      for name in found {
        guard let key = APIKey(source.values[name] ?? "") else {
          notices.append(
            "\(source.place(of: name)) is no API key: it holds characters no key has, or a token of the live API.")
          continue
        }
        self.key = key
        keySource = source.place(of: name)
        return index
      }
    }
    return nil
  }

  /// True if key and server stand in the file itself. With `GEMINI_API_KEY=${ANOTHER_SECRET}` a folder could have any
  /// variable of the process sent to a server of its choice.
  private func isSelfMade(_ file: EnvironmentFile) -> Bool {
    (Self.keyNames + [Self.baseName]).allSatisfy { file.values[$0] == file.ownValues[$0] }
  }

  // MARK: The server

  private mutating func takeVersion(from sources: [Source]) {
    guard let (version, place) = first(Self.versionName, in: sources) else { return }
    if version == "beta" { return }
    if version.wholeMatch(of: /v[0-9]{1,3}((alpha|beta)[0-9]{0,3})?/) != nil {
      apiVersion = version
    } else {
      serverProblem = "\(place) is no version of the API. It is v1beta, v1, v1alpha or beta."
    }
  }

  private mutating func takeBases(from sources: [Source], workingCounts: Bool) {
    let own = first(Self.baseName, in: [sources[0], sources[2]])
    let all = first(Self.baseName, in: sources)
    if let all, all.place == sources[1].place(of: Self.baseName), !workingCounts {
      notices.append("\(all.place) is passed over: it counts only together with a key from the same file.")
    }
    do throws(BaseURL.Problem) {
      if let own {
        ownBase = try BaseURL(own.value, version: apiVersion, source: own.place)
        base = ownBase
      }
      if let all, workingCounts { base = try BaseURL(all.value, version: apiVersion, source: all.place) }
    } catch {
      serverProblem = serverProblem ?? error.sentence
    }
  }

  private mutating func takeVertex(from sources: [Source]) {
    let wishes = Self.vertexNames.compactMap { first($0, in: sources) }
    guard let (value, place) = wishes.first else { return }
    func isYes(_ value: String) -> Bool { ["true", "1"].contains(value.lowercased()) }
    if wishes.count == 2, isYes(value) != isYes(wishes[1].value) {
      notices.append("\(place) and \(wishes[1].place) disagree; the first one counts.")
    }
    guard isYes(value) else { return }
    vertexProblem =
      "\(place) asks for Vertex AI, which this program does not speak. Set it to false to use the Gemini Developer API."
  }

  private mutating func noteGuarded(in file: EnvironmentFile) {
    // What the process says as well is not passed over.
    let names = file.values.filter { Self.guardedNames.contains($0.key.uppercased()) && process[$0.key] != $0.value }
      .keys.sorted()
    guard !names.isEmpty else { return }
    let verb = names.count == 1 ? "is" : "are"
    notices.append(
      "\(names.joined(separator: ", ")) in .env \(verb) passed over: a working folder has no say in the way to the server."
    )
  }

  /// The first value that is not empty, and where it stands.
  private func first(_ name: String, in sources: [Source]) -> (value: String, place: String)? {
    for source in sources {
      let value = (source.values[name] ?? "").trimmingBlanks
      if !value.isEmpty { return (value, source.place(of: name)) }
    }
    return nil
  }
}
