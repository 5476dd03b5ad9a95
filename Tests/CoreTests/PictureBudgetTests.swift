import Screen
import Testing

@testable import Core

@Suite("What a picture may cost the line")
struct PictureBudgetTests {
  private func budget(
    _ bandwidth: Settings.Bandwidth = .auto, tmux: Bool = false, remote: Bool = false, speed: Int? = nil,
    isFull: Bool = false
  ) -> PictureBudget {
    var terminal = TerminalState(size: Size(columns: 80, rows: 24))
    terminal.isTmux = tmux
    terminal.isRemote = remote
    terminal.lineSpeed = speed
    return PictureBudget(bandwidth, on: terminal, isFull: isFull)
  }

  @Test("On this machine a picture may take as much as its line takes in 0.3 s, at most 300 KB")
  func near() {
    #expect(budget().bytes == 300_000)
    #expect(budget(speed: 50_000_000).bytes == 300_000)
    #expect(budget(speed: 200_000).bytes == 60_000)
    #expect(budget(speed: 32_000).bytes == 24_000)
  }

  @Test("Over SSH and inside tmux it is 24 KB, whatever was measured, unless the settings say otherwise")
  func far() {
    #expect(budget(remote: true).bytes == 24_000)
    #expect(budget(remote: true, speed: 50_000_000).bytes == 24_000)
    #expect(budget(tmux: true).bytes == 24_000)
    #expect(budget(.low).bytes == 24_000)
    #expect(budget(.full, remote: true).bytes == 2_000_000)
    #expect(budget(remote: true, isFull: true).bytes == 2_000_000)
  }

  @Test("A picture comes in pieces where the line is slow or nobody knows it")
  func pieces() {
    #expect(!budget().isProgressive)
    #expect(budget(remote: true).isProgressive)
    #expect(budget(remote: true, speed: 32_000).isProgressive)
    #expect(!budget(remote: true, speed: 5_000_000).isProgressive)
    #expect(budget(remote: true, speed: 500_000, isFull: true).isProgressive)
    #expect(budget(speed: 32_000).isProgressive)
    #expect(budget(.low).isProgressive)
    #expect(!budget(.full, remote: true).isProgressive)
  }

  @Test("Inside tmux a picture is never cut")
  func tmux() {
    #expect(!budget(tmux: true, remote: true).isProgressive)
    #expect(!budget(.low, tmux: true).isProgressive)
  }
}
