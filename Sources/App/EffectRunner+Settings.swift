import Core
import Dispatch

extension EffectRunner {
  /// Writes a setting that was changed in the studio, and mails what the file says then.
  func changeSetting(_ change: SettingChange) {
    write(change.path, typed: change.value) { _ throws(SettingsSource.Refusal) in change }
  }

  func addSetting(line: String, to path: [String]) {
    write(path, typed: line) { settings throws(SettingsSource.Refusal) in try settings.parse(line: line, for: path) }
  }

  private func write(
    _ path: [String], typed: String?,
    _ change: @escaping @Sendable (SettingsSource) throws(SettingsSource.Refusal) -> SettingChange
  ) {
    let (settings, mailbox) = (settings, mailbox)
    settingsQueue.async {
      do throws(SettingsSource.Refusal) {
        let sentence = try settings.change(change(settings))
        let reading = settings.read()
        mailbox.post(.settingsSaved(reading))
        // What is wrong in the file, or waits for the next start, is said already, and is more.
        if reading.problems.isEmpty, reading.forNextStart.isEmpty { mailbox.post(.notice(sentence, .info)) }
      } catch {
        mailbox.post(.settingRefused(path, typed: typed, error.sentence))
      }
    }
  }

  func listSettings() {
    let (settings, mailbox, variables) = (settings, mailbox, workshop.environment.network)
    settingsQueue.async { mailbox.post(.settingsListed(settings.list(variables: variables))) }
  }
}
