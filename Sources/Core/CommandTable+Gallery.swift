import Screen

/// The commands of the gallery, and those about deleting pictures.
extension Command {
  static let gallery: [Command] = [
    Command(
      .openGallery, "Look through all sessions' pictures and drafts", hint: "gallery",
      [(.everywhere, ["ctrl+x p"])]),
    Command(
      .goToPicture, "Go to the picture in its session", hint: "its session", [(.gallery, ["enter"])], inPalette: false,
      off: noPicture),
    Command(
      .deletePicture, "Delete the picture (restorable for 30 days)", hint: "delete",
      [
        (.preview, ["d", "delete"]), (.picture, ["d", "delete"]), (.gallery, ["ctrl+d", "delete"]),
      ]
    ) { $0.whyNotDelete },
    Command(
      .undoDeletion, "Bring back the picture deleted last", hint: "undo delete",
      [(.picture, ["u"]), (.gallery, ["alt+u", "ctrl+_"])]
    ) { $0.whyNotUndo },
    Command(
      .restorePicture, "Restore the selected picture that was deleted", hint: "restore", [(.gallery, ["ctrl+r"])],
      inPalette: false
    ) { studio in
      guard studio.overlay == .gallery, !studio.gallery.showsDeleted else { return noPicture(studio) }
      let key = studio.settings.keymap.keys(for: .showDeleted, at: .gallery).first?.label
      return "This picture was not deleted." + (key.map { " \($0) shows those that were." } ?? "")
    },
    Command(
      .showDeleted, "Show the deleted pictures of the gallery, or the others again", hint: "deleted or others",
      [(.gallery, ["ctrl+t"])], inPalette: false),
    Command(
      .showDrafts, "Show or leave out the drafts", hint: "drafts", [(.gallery, ["ctrl+f"])], inPalette: false),
    Command(
      .showDemos, "Show or leave out the pictures of the offline simulator", hint: "demo pictures",
      [(.gallery, ["ctrl+g"])], inPalette: false),
    Command(.selectLeft, "Go left", [(.gallery, ["left"]), (.chips, ["left", "h", "shift+tab"])], inPalette: false),
    Command(.selectRight, "Go right", [(.gallery, ["right"]), (.chips, ["right", "l", "tab"])], inPalette: false),
  ]
}
