import Core
import Foundation
import TestSupport
import Testing

@testable import App

@Suite("The folder of the prompt library")
struct PromptFolderTests {
  private let folder: TemporaryFolder
  private var prompts: PromptFolder { PromptFolder(path: folder.path + "/prompts") }

  init() throws { folder = try TemporaryFolder() }

  @Test("What is kept is a private Markdown file, and is read by title; what it replaced can come back")
  func kept() throws {
    #expect(prompts.read().prompts.isEmpty && prompts.read().problem == nil)
    #expect(try prompts.save(title: "Zebra", text: "one") == "Kept in the library as \(prompts.path)/Zebra.md.")
    _ = try prompts.save(title: "a/b", text: "two\n")
    #expect(prompts.read().prompts.map(\.title) == ["a/b", "Zebra"])
    #expect(prompts.read().prompts.map(\.text) == ["two", "one"])
    for text in ["one", "three", "four"] { _ = try prompts.save(title: "Zebra", text: text) }
    #expect(prompts.read().prompts.map(\.text) == ["two", "four"] && prompts.read().deleted == ["Zebra", "Zebra"])
    #expect(try [prompts.restore("Zebra"), prompts.restore("Zebra")] == ["Zebra 2", "Zebra 3"])
    #expect(prompts.read().prompts.map(\.text) == ["two", "four", "three", "one"] && prompts.read().deleted == [])
    #expect(prompts.read().prompts.map(\.title) == ["a/b", "Zebra", "Zebra 2", "Zebra 3"])
    let mode = try FileManager.default.attributesOfItem(atPath: prompts.path + "/Zebra.md")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("A renamed prompt keeps its text; one that is there already is not replaced")
  func renamed() throws {
    _ = try prompts.save(title: "one", text: "1")
    _ = try prompts.save(title: "two", text: "2")
    #expect(throws: PromptFolder.Problem.self) { try prompts.rename("one", title: "two") }
    #expect(throws: PromptFolder.Problem.self) { try prompts.rename("gone", title: "three") }
    #expect(try prompts.rename("one", title: "a/three") == "a-three")
    #expect(try prompts.rename("two", title: "Two") == "Two")
    #expect(prompts.read().prompts.map(\.title) == ["a/three", "Two"])
    #expect(prompts.read().prompts.map(\.text) == ["1", "2"])
  }

  @Test("A deleted prompt stands beside the library and comes back, also where its name was taken meanwhile")
  func deleted() throws {
    for text in ["first", "second"] {
      _ = try prompts.save(title: "mine", text: text)
      try prompts.delete("mine")
      #expect(prompts.read().prompts.isEmpty)
    }
    _ = try prompts.save(title: "another", text: "third")
    try prompts.delete("another")
    #expect(prompts.read().deleted == ["mine", "mine", "another"])
    #expect(throws: PromptFolder.Problem.self) { try prompts.delete("mine") }
    #expect(try prompts.restore("mine") == "mine")
    #expect(prompts.read().prompts.map(\.text) == ["second"])
    #expect(try prompts.restore("mine") == "mine 2")
    #expect(prompts.read().prompts.map(\.text) == ["second", "first"])
    #expect(throws: PromptFolder.Problem.self) { try prompts.restore("mine") }
  }

  @Test("Titles that one name stands for are two files, also beside a file that was named so before")
  func alike() throws {
    for title in ["a/b", "a-b", "a\\b"] { _ = try prompts.save(title: title, text: title) }
    #expect(prompts.read().prompts.map(\.title) == ["a-b", "a/b", "a\\b"] && prompts.read().deleted.isEmpty)
    #expect(prompts.read().prompts.map(\.text) == ["a-b", "a/b", "a\\b"])
    #expect(prompts.read().prompts.map(\.name) == ["a-b 2", "a-b", "a-b 3"])
    // What has a title is the file that it goes to again, whatever that is named.
    try Data("# Mine\n\nold\n".utf8).write(to: URL(filePath: "\(prompts.path)/by-hand.md"))
    _ = try prompts.save(title: "Mine", text: "new")
    #expect(prompts.read().prompts.last?.name == "by-hand" && prompts.read().prompts.last?.text == "new")
    #expect(try prompts.rename("by-hand", title: "a:b") == "a-b 4")
    #expect(throws: PromptFolder.Problem.self) { try prompts.rename("a-b 4", title: "a/b") }
    try prompts.delete("a-b")
    #expect(try prompts.restore("a-b") == "a-b" && prompts.read().prompts.map(\.title).contains("a/b"))
  }

  @Test("What was set aside last comes back first, also where files between are gone; the 50 last stay")
  func manySetAside() throws {
    for text in ["1", "2", "3"] {
      _ = try prompts.save(title: "mine", text: text)
      try prompts.delete("mine")
    }
    try FileManager.default.removeItem(atPath: "\(prompts.path)/mine.md.deleted")
    try FileManager.default.removeItem(atPath: "\(prompts.path)/mine.md.deleted2")
    _ = try prompts.save(title: "mine", text: "4")
    try prompts.delete("mine")
    #expect(prompts.read().deleted == ["mine", "mine"])
    #expect(try prompts.restore("mine") == "mine" && prompts.read().prompts.map(\.text) == ["4"])
    #expect(try prompts.restore("mine") == "mine 2" && prompts.read().prompts.map(\.text) == ["4", "3"])
    for number in 1...60 {
      _ = try prompts.save(title: "many \(number % 7)", text: "\(number)")
      try prompts.delete("many \(number % 7)")
    }
    #expect(prompts.read().deleted.count == PromptFolder.mostSetAside)
    var texts: Set<String> = []
    while let name = prompts.read().deleted.last { texts.insert(try #require(text(of: prompts.restore(name)))) }
    #expect(texts == Set((11...60).map(String.init)))
  }

  private func text(of name: String) -> String? { prompts.read().prompts.first { $0.name == name }?.text }

  @Test("A file that is no text or too long is named and left out; hidden and other files are nothing to it")
  func unread() throws {
    _ = try prompts.save(title: "good", text: "text")
    for (name, data) in [
      ("bad.md", Data([0xFF, 0xFE])), ("long.md", Data(count: 1 << 20 + 1)), (".hidden.md", Data()), ("a.txt", Data()),
    ] { try data.write(to: URL(filePath: "\(prompts.path)/\(name)")) }
    let reading = prompts.read()
    #expect(reading.prompts.map(\.name) == ["good"])
    #expect(reading.problem?.contains("/bad.md and 1 more cannot be read") == true)
  }
}
