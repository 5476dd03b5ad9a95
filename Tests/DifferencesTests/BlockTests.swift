import Testing

@testable import Differences

@Suite("Blocks of an answer")
struct BlockTests {
  @Test("Each kind of block is found") func kinds() {
    let text = """

      # Title
      A paragraph
      of two lines.
      - one
        more of one

        and more
      - two
        1. inner

      > said
      > by them
      and on

      ***
      Under
      =====
      ```swift
      let a = 1

      # no heading
      ```
      1986. A year.

      | a | b |
      |---|---|
      | 1 | 2 |
      last row

      End
      """
    let blocks = Block.blocks(of: text)
    #expect(
      blocks.map(\.kind) == [
        .heading, .paragraph, .listItem, .listItem, .listItem, .quote, .rule, .heading, .code, .listItem, .table,
        .paragraph,
      ])
    #expect(blocks.map { text.part($0.range) }.joined() == text)
    #expect(text.part(blocks[2].range.lowerBound..<blocks[2].contentEnd) == "- one\n  more of one\n\n  and more")
    #expect(text.part(blocks[8].range).hasSuffix("```\n"))
  }

  @Test("A number in the middle of a paragraph begins no list") func years() {
    #expect(Block.blocks(of: "It was in\n1986. A year\n1. An item").map(\.kind) == [.paragraph, .listItem])
  }

  @Test("A paragraph right above a table stays one") func paragraphAboveTable() {
    let text = "Words\nmore\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    let blocks = Block.blocks(of: text)
    #expect(blocks.map(\.kind) == [.paragraph, .table])
    #expect(text.part(blocks[0].range) == "Words\nmore\n")
    #expect(text.part(0..<blocks[0].contentEnd) == "Words\nmore")
  }

  @Test("A code block in a list ends with its fence") func indentedFence() {
    let kinds = Block.blocks(of: "- item\n\n      ```\n      code\n      ```\n\n  after\n").map(\.kind)
    #expect(kinds == [.listItem, .code, .paragraph])
    #expect(Block.blocks(of: "```\nnever\n\nclosed").map(\.kind) == [.code])
  }
}

@Suite("Answers beside each other")
struct AlignmentTests {
  private let texts = [
    "# Plan\n\nFirst we measure the room.\n\nThen we paint the walls green.\n\nAt last we rest.",
    "# Plan\n\nThen we paint all the walls green.\n\nAt last we rest.",
    "Something new at the start\n\n# Plan\n\nFirst we measure the whole room.\n\nAt last we rest.",
  ]

  @Test("A block stands beside its like, found by way of the first answer") func beside() {
    let alignment = Alignment(of: texts)
    #expect((0..<4).map { alignment.block(beside: $0, of: 0, in: 1) } == [0, nil, 1, 2])
    #expect((0..<3).map { alignment.block(beside: $0, of: 1, in: 2) } == [1, nil, 3])
    #expect((0..<4).map { alignment.block(beside: $0, of: 2, in: 2) } == [0, 1, 2, 3])
    #expect((0..<4).map { alignment.nearestBlock(to: $0, of: 0, in: 1) } == [0, 0, 1, 2])
    #expect(alignment.nearestBlock(to: 0, of: 2, in: 0) == 0)
  }

  @Test("Empty answers and none") func empty() {
    #expect(Alignment(of: []).blocks.isEmpty)
    #expect(Alignment(of: ["", "text"]).block(beside: 0, of: 1, in: 0) == nil)
    #expect(Alignment(of: ["", "text"]).nearestBlock(to: 0, of: 1, in: 0) == nil)
  }
}
