import Core
import Gemini
import Screen
import Testing

@testable import App

@Suite("What is told of models")
struct ModelReportTests {
  /// Noon of 30 November 2026, in UTC.
  private static let now = Instant(milliseconds: 1_796_040_000_000)

  private func report(_ row: String, at now: Instant = ModelReportTests.now) throws -> ModelReport {
    var table = ModelTable.builtIn
    #expect(table.override(with: Array(#"{"models":{"m":\#(row)}}"#.utf8)) == nil)
    return ModelReport(table.traits(of: "m"), at: now)
  }

  @Test(
    "Thinking, limits and prices in few words",
    arguments: [
      (#"{}"#, "", "no", ""), (#"{"inputTokenLimit":1048576,"outputTokenLimit":65536}"#, "1M/64k", "no", ""),
      (#"{"inputTokenLimit":1000}"#, "1000/?", "no", ""), (#"{"thinking":"fixed"}"#, "", "always", ""),
      (#"{"thinking":{"levels":["low","medium","high"]}}"#, "", "low-high", ""),
      (#"{"thinking":{"levels":["minimal","high"]}}"#, "", "minimal, high", ""),
      (#"{"thinking":{"budget":[0,24576],"off":true}}"#, "", "1-24576, off", ""),
      (#"{"thinking":{"budget":[128,32768]}}"#, "", "128-32768", ""),
      (#"{"prices":[{"input":0.75,"output":3.75}]}"#, "", "no", "0.75/3.75"),
      (#"{"prices":[{"input":0,"output":0}]}"#, "", "no", "free"),
      (#"{"prices":[{"image":{"1K":0.034}}]}"#, "", "no", "0.034 each"),
    ])
  func words(row: String, limits: String, thinking: String, price: String) throws {
    let report = try report(row)
    #expect(report.limitsText == limits)
    #expect(report.thinkingText == thinking)
    #expect(report.priceText == price)
  }

  @Test("The price and the end are those of the day")
  func dates() throws {
    let row =
      #"{"prices":[{"input":1,"output":2,"until":"2026-11-30"},{"input":3,"output":4,"from":"2026-12-01"}],"#
      + #""end":"2026-12-01","successor":"next"}"#
    let before = try report(row)
    #expect(before.priceText == "1/2")
    #expect(before.notes == ["ends 2026-12-01, then next"])
    let after = try report(row, at: Self.now + 86_400_000)
    #expect(after.priceText == "3/4")
    #expect(after.notes == ["ended 2026-12-01, then next"])
  }

  @Test("Every model of the table has a report of the one shape")
  func shape() throws {
    let schema = JSONSchema(try HeadlessSchema.read())
    for id in ModelTable.builtIn.modelIDs {
      let report = ModelReport(ModelTable.builtIn.traits(of: id), at: Self.now)
      #expect(schema.problems(of: report.json, as: "table") == [], "\(id)")
    }
  }
}

@Suite("Tables that fit")
struct TextTableTests {
  private var table: TextTable {
    var table = TextTable("NAME", "SIZE", "NOTES")
    table.add("first", "10", "a long note that takes room")
    table.add("the second one", "2", "")
    return table
  }

  @Test("With room, or without a terminal, all is on one line")
  func wide() {
    let lines = table.lines(width: nil)
    #expect(
      lines == [
        "NAME            SIZE  NOTES", "first           10    a long note that takes room", "the second one  2",
      ])
    #expect(table.lines(width: 80) == lines)
  }

  @Test("With less, the last column is cut, then goes below its row; no line is too long", arguments: 8...60)
  func narrow(width: Int) {
    let lines = table.lines(width: width)
    for line in lines { #expect(TextWidth.columns(of: line) <= max(width, 14), "\(line)") }
    #expect(lines.contains { $0.contains("a l") || width < 12 })
  }

  @Test("Below a row stands what the row says, and nothing for an empty cell")
  func below() {
    #expect(
      table.lines(width: 24) == [
        "NAME            SIZE", "first           10", "    a long note that ta…", "the second one  2",
      ])
  }
}
