import TestSupport
import Testing

@Suite("The prompt library and the count of tokens")
struct LibraryTests {
  private static let openLibrary = Studio.Key.ctrlX.rawValue + "l"

  @Test("A prompt is kept as a file, changed in the person's own editor, and put in again with what was asked for")
  func library() async throws {
    let home = try Home()
    let editor = try home.write(Array("printf '# Edited\\n\\n in {{place}}' > \"$1\"\n".utf8), as: "editor")
    let studio = try await Studio.start(home: home, variables: ["EDITOR": "sh '\(editor)'"])
    studio.type("a view of mine")
    try await studio.shows("› a view of mine")
    studio.type(Self.openLibrary)
    try await studio.shows("Nothing is kept yet.")
    studio.type("first")
    try await studio.shows("keep the prompt as \"first\"")
    studio.press(.enter)
    try await studio.shows("Kept in the library as")
    #expect(home.kept.contains { $0.hasSuffix("/prompts/first.md") })
    studio.type(Self.openLibrary)
    try await studio.shows("│ a view of mine")
    studio.type(Studio.Key.ctrlE.rawValue)
    try await studio.shows("Edited")
    studio.press(.enter)
    try await studio.shows("Edited · place")
    studio.type("Rome\r")
    try await studio.shows("› a view of mine in Rome")
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
  }

  @Test("A pause after typing, the service's own count takes the place of the estimate")
  func count() async throws {
    let studio = try await Studio.start(home: try Home())
    studio.type("how many tokens are these?")
    try await studio.shows(" of 1M tokens")
    try await studio.until("the count") { $0.screen.shows(" of 1M tokens") && !$0.screen.shows("about ") }
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
  }
}
