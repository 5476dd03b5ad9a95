import Core
import Gemini
import Synchronization
import TestSupport
import Testing

@testable import App

/// A clock that stands until a test moves it.
private final class HandClock: Sendable {
  private struct Sleeper {
    var end: Duration
    var continuation: CheckedContinuation<Void, Never>
  }

  private let time = Mutex(Duration.zero)
  private let sleepers = Mutex<[Sleeper]>([])
  let sleeping = Watched(0)

  var timing: Timing {
    Timing(now: { self.time.withLock { $0 } }) { duration in
      await withCheckedContinuation { continuation in
        let end = self.time.withLock { $0 } + duration
        self.sleepers.withLock { $0.append(Sleeper(end: end, continuation: continuation)) }
        self.sleeping.change { $0 += 1 }
      }
    }
  }

  func advance(seconds: Double) {
    let now = time.withLock { time in
      time += .seconds(seconds)
      return time
    }
    let due = sleepers.withLock { sleepers in
      let due = sleepers.filter { $0.end <= now }
      sleepers.removeAll { $0.end <= now }
      return due
    }
    for sleeper in due {
      sleeping.change { $0 -= 1 }
      sleeper.continuation.resume()
    }
  }
}

@Suite("Limits on requests", .timeLimit(.minutes(2)))
struct LimiterTests {
  private let clock = HandClock()
  /// Who was let go, in order.
  private let gone = Watched<[String]>([])
  /// Who was told to wait, and for how long.
  private let told = Watched<[String: Double?]>([:])

  private func limiter(_ limits: [String: Limit]) -> Limiter {
    Limiter(timing: clock.timing) { limits[$0] ?? Limit() }
  }

  /// Enters in a task of its own, and returns once it went or waits.
  @discardableResult
  private func enter(_ limiter: Limiter, _ model: String, _ name: String) async -> Task<Bool, Never> {
    let isSettled = Watched(false)
    let task = Task { [gone, told] in
      let mayGo = await limiter.enter(model) { seconds in
        told.change { $0[name] = .some(seconds) }
        isSettled.set(true)
      }
      gone.change { $0.append(mayGo ? name : "\(name) gave up") }
      isSettled.set(true)
      return mayGo
    }
    _ = await isSettled.wait { $0 }
    return task
  }

  @Test("As many at once as allowed; who came first goes first")
  func concurrent() async {
    let limiter = limiter(["m": Limit(concurrent: 2)])
    for name in ["a", "b", "c", "d", "e"] { await enter(limiter, "m", name) }
    #expect(gone.value == ["a", "b"])
    #expect(told.value == ["c": nil, "d": nil, "e": nil])
    limiter.leave("m")
    #expect(await gone.wait { $0.count == 3 } == ["a", "b", "c"])
    limiter.leave("m")
    limiter.leave("m")
    #expect(await gone.wait { $0.count == 5 }?.suffix(2).sorted() == ["d", "e"])
  }

  @Test("Another model waits for nobody")
  func others() async {
    let limiter = limiter(["m": Limit(requestsPerMinute: 1, concurrent: 1)])
    for name in ["a", "b"] { await enter(limiter, "m", name) }
    await enter(limiter, "n", "c")
    #expect(gone.value == ["a", "c"])
  }

  @Test("As many a minute as allowed, counted over any minute, and the wait is told")
  func minute() async {
    let limiter = limiter(["m": Limit(requestsPerMinute: 2)])
    await enter(limiter, "m", "a")
    clock.advance(seconds: 10)
    await enter(limiter, "m", "b")
    clock.advance(seconds: 20)
    for name in ["c", "d", "e"] { await enter(limiter, "m", name) }
    #expect(gone.value == ["a", "b"])
    #expect(told.value == ["c": 30, "d": 40, "e": 90])
    #expect(await clock.sleeping.wait { $0 == 1 } == 1, "one timer, for the first of them")
    clock.advance(seconds: 30)
    #expect(await gone.wait { $0.count == 3 } == ["a", "b", "c"])
    #expect(await clock.sleeping.wait { $0 == 1 } == 1)
    clock.advance(seconds: 10)
    #expect(await gone.wait { $0.count == 4 }?.last == "d")
    #expect(await clock.sleeping.wait { $0 == 1 } == 1)
    clock.advance(seconds: 50)
    #expect(await gone.wait { $0.count == 5 }?.last == "e")
  }

  @Test("Who gives up takes nobody's turn")
  func cancelled() async {
    let limiter = limiter(["m": Limit(concurrent: 1)])
    await enter(limiter, "m", "a")
    let second = await enter(limiter, "m", "b")
    await enter(limiter, "m", "c")
    second.cancel()
    #expect(await second.value == false)
    #expect(gone.value == ["a", "b gave up"])
    limiter.leave("m")
    #expect(await gone.wait { $0.count == 3 }?.last == "c")
    limiter.leave("m")
    await enter(limiter, "m", "d")
    #expect(gone.value.last == "d", "nothing is counted twice")
  }

  @Test("However many come, go and give up, the limit holds and everybody gets an answer")
  func many() async {
    let limiter = Limiter { _ in Limit(concurrent: 3) }
    let busy = Watched(0)
    let most = Watched(0)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        let task = Task {
          guard await limiter.enter("m", onWait: { _ in }) else { return }
          busy.change { $0 += 1 }
          let now = busy.value
          most.change { $0 = max($0, now) }
          await Task.yield()
          busy.change { $0 -= 1 }
          limiter.leave("m")
        }
        if number % 3 == 0 { task.cancel() }
        group.addTask { await task.value }
      }
    }
    #expect(busy.value == 0)
    #expect((1...3).contains(most.value))
    #expect(await limiter.enter("m", onWait: { _ in Issue.record("somebody never left") }))
  }
}

@Suite("Runs that keep to a limit", .timeLimit(.minutes(2)))
struct LimitedRunTests {
  @Test("A run waits for the one before it and says so; one of another model does not")
  func queue() async throws {
    let mayAnswer = Watched(false)
    let server = try LoopbackServer { _, connection in
      _ = mayAnswer.blockingWait { $0 }
      connection.respond(text: chunk("Hello", finish: "STOP"))
    }
    let limiter = Limiter { $0 == "limited" ? Limit(concurrent: 1) : Limit() }
    let events = Watched<[String: [RunEvent]]>([:])
    func start(_ name: String, _ model: String) -> Task<Void, Never> {
      Task {
        let request = GenerateContentRequest(model: model, contents: [Content(parts: [Part(text: name)])])
        await makeDriver(server, limiter: limiter).run(request) { event in
          events.change { $0[name, default: []].append(event) }
        }
      }
    }
    let first = start("first", "limited")
    #expect(await server.waitForRequests(1))
    let second = start("second", "models/limited")
    _ = await events.wait { $0["second"] != nil }
    let third = start("third", "other")
    #expect(await server.waitForRequests(2))
    #expect(events.value["second"] == [.queued(seconds: nil)])
    mayAnswer.set(true)
    for task in [first, second, third] { await task.value }
    #expect(events.value["second"]?.prefix(2) == [.queued(seconds: nil), .attempt(1)])
    #expect(events.value["third"]?.first == .attempt(1))
    for name in ["first", "second", "third"] { #expect(events.value[name]?.last == .ended(nil)) }
  }

  @Test("A run that is stopped while it waits for its turn ends as stopped, and holds nobody")
  func stopped() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: chunk("Hello", finish: "STOP")) }
    let limiter = Limiter { _ in Limit(concurrent: 1) }
    #expect(await limiter.enter(hello.model) { _ in })
    let events = Watched<[RunEvent]>([])
    let task = Task {
      await makeDriver(server, limiter: limiter).run(hello) { event in events.change { $0.append(event) } }
    }
    _ = await events.wait { !$0.isEmpty }
    task.cancel()
    await task.value
    #expect(events.value == [.queued(seconds: nil), .ended(.cancelled)])
    limiter.leave(hello.model)
    await makeDriver(server, limiter: limiter).run(hello) { event in events.change { $0.append(event) } }
    #expect(events.value.last == .ended(nil))
  }
}

@Suite("Limits in the settings file")
struct LimitSettingsTests {
  private func read(_ text: String) throws -> (settings: Settings, problems: [String]) {
    let folder = try TemporaryFolder()
    let file = SettingsFile.read(try folder.write(text, to: "config.toml"))
    return (file.settings, file.problems)
  }

  @Test("A model has the general limits unless its own say otherwise")
  func limits() throws {
    let (settings, problems) = try read(
      """
      [limits]
      concurrent = 4
      [limits.flash]
      requests_per_minute = 10
      [limits."gemini-2.5-pro"]
      requests_per_minute = 5
      concurrent = 1
      """)
    #expect(problems.isEmpty)
    #expect(settings.limit(of: "gemini-flash-latest") == Limit(requestsPerMinute: 10, concurrent: 4))
    #expect(settings.limit(of: "gemini-2.5-pro") == Limit(requestsPerMinute: 5, concurrent: 1))
    #expect(settings.limit(of: "other") == Limit(concurrent: 4))
    #expect(Settings().limit(of: "other") == Limit(concurrent: 8))
  }

  @Test("What is said of an id counts more than what is said of its aliases, in whatever order")
  func idBeforeAlias() {
    var settings = Settings()
    settings.aliases = ["a": "the-model", "b": "the-model", "c": "the-model"]
    for round in 0..<8 {
      settings.limits.models = ["b": Limit(concurrent: 2), "c": Limit(concurrent: 3), "a": Limit(concurrent: 1)]
      // Another size is another order of the names.
      for number in 0..<round { settings.limits.models["other-\(number)"] = Limit() }
      #expect(settings.limit(of: "the-model").concurrent == 1)
      settings.limits.models["the-model"] = Limit(concurrent: 9)
      #expect(settings.limit(of: "the-model").concurrent == 9)
    }
  }

  @Test(
    "What cannot be a limit is named, and passed over",
    arguments: [
      ("[limits]\nconcurrent = 0", "limits.concurrent"), ("[limits]\nconcurrent = \"many\"", "limits.concurrent"),
      ("[limits]\nspeed = 3", "speed"), ("limits = 3", "table"),
      ("[limits.m]\nrequests_per_minute = -1", "limits.m.requests_per_minute"),
      ("[limits.gemini-2.5-pro]\nconcurrent = 1", "quotes"),
    ])
  func problems(text: String, part: String) throws {
    let (settings, problems) = try read(text)
    #expect(problems.count == 1)
    #expect(problems.first?.contains(part) == true, "\(problems)")
    #expect(settings.limit(of: "other") == Limit(concurrent: 8))
  }
}
