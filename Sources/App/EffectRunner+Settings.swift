import Core
import Dispatch

extension EffectRunner {
  /// Writes a setting that was changed in the studio, and mails what the file says then.
  func changeSetting(_ change: SettingChange) {
    let (settings, mailbox) = (settings, mailbox)
    settingsQueue.async {
      do throws(SettingsSource.Refusal) {
        let sentence = try settings.change(change)
        let reading = settings.read()
        mailbox.post(.settingsSaved(reading))
        // What is wrong in the file, or waits for the next start, is said already, and is more.
        if reading.problems.isEmpty, reading.forNextStart.isEmpty { mailbox.post(.notice(sentence, .info)) }
      } catch {
        mailbox.post(.settingRefused(error.sentence))
      }
    }
  }
}
