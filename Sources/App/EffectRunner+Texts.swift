import Core
import Foundation

/// Texts that go to files, commands and other programs.
extension EffectRunner {
  /// Writes a text to a file that is not there yet.
  func saveText(_ text: String, as name: String) {
    let mailbox = mailbox
    fileQueue.async {
      let path = Paths.absolute(name)
      do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        mailbox.post(.notice("Saved as \(path) (\(byteText(text.utf8.count))).", .info))
      } catch CocoaError.fileWriteFileExists {
        mailbox.post(.textRefused(text, name: name, problem: "\(path) is there already. Choose another name."))
      } catch {
        let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
        let reason =
          isFull
          ? "\(path) cannot be written, as the disk is full: make room on it, or choose another one."
          : "\(path) cannot be written: is its folder there, and yours to write to?"
        mailbox.post(.textRefused(text, name: name, problem: reason))
      }
    }
  }

  func pipe(_ text: String, to command: String, number: Int) {
    let piped = PipedCommand(command, variables: workshop.environment.process)
    self.piped = (number, piped)
    let mailbox = mailbox
    // A thread of its own: it may take a while.
    Thread.detachNewThread {
      let result = piped.run(input: text)
      mailbox.post(.piped(number: number, result.output, ending: result.ending))
    }
  }

  func endPipe(_ number: Int) {
    if let piped, piped.number == number { piped.command.cancel() }
  }

  func openAddress(_ address: String) {
    do throws(SystemViewer.Problem) {
      let mailbox = mailbox
      try SystemViewer.open(address: address, environment: workshop.environment.process) {
        mailbox.post(.notice($0, .error))
      }
      mailbox.post(.notice("The address is being opened.", .info))
    } catch {
      mailbox.post(.notice(error.sentence, .error))
    }
  }
}
