import App
import Core
import Gemini
import Testing

@Suite("Mailbox")
struct MailboxTests {
  private static let run = RunID(rawValue: "run")

  private static func received(_ count: Int, first: Int = 0) -> Event {
    .run(run, .received((first..<first + count).map { response("\($0)") }))
  }

  private static func response(_ text: String) -> GenerateContentResponse {
    GenerateContentResponse(["candidates": [["content": ["parts": [["text": .string(text)]]]]]])
  }

  @Test("What one run brings while nobody looks is one event, in its order")
  func joins() {
    let mailbox = Mailbox()
    mailbox.post(Self.received(2))
    mailbox.post(Self.received(3, first: 2))
    mailbox.post(.tick)
    mailbox.post(Self.received(1, first: 5))
    let mail = mailbox.takeAll()
    #expect(mail.events == [Self.received(5), .tick, Self.received(1, first: 5)] && !mail.isFlood)
    #expect(mailbox.takeAll().events == [])
  }

  @Test("A stream waits while more is pending than the loop can be asked for, and goes on when it was taken")
  func waits() async {
    let mailbox = Mailbox()
    async let sent: Void = {
      for number in 0..<20 { await mailbox.send(Self.received(1000, first: number * 1000)) }
    }()
    var taken = 0
    while taken < 20_000 {
      for case .run(_, .received(let responses)) in mailbox.takeAll().events {
        #expect(responses.count <= 5000)
        taken += responses.count
      }
      await Task.yield()
    }
    await sent
  }

  @Test("It is text that keeps a stream waiting, in however few pieces it comes", .timeLimit(.minutes(1)))
  func weighs() async {
    let mailbox = Mailbox()
    let long = Event.run(Self.run, .received([Self.response(String(repeating: "x", count: 100_000))]))
    var isFlood = false
    while !isFlood {
      for _ in 0..<2 { mailbox.post(long) }
      async let sent: Void = mailbox.send(Self.received(1))
      await Task.yield()
      // What is taken before it was brought keeps nothing waiting.
      isFlood = mailbox.takeAll().isFlood
      await sent
      #expect(!mailbox.takeAll().isFlood)
    }
  }
}
