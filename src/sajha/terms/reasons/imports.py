from django.utils.translation import gettext_lazy as _

REASONS = {
    # the whole file
    "file.missing": _("There is no such file, or it cannot be opened."),
    "file.empty": _("The file is empty."),
    "file.too_large": _("The file is too large. A workbook may have 25 MB, a CSV file 1 GB."),
    "file.upload_too_large": _(
        "The file is too large for this page. Ask whoever runs this node to bring it in by command."
    ),
    "file.encrypted": _("The file is protected by a password. Save a copy without one, and bring that in."),
    "file.old_format": _("This is a file of an old Office format. Save it as an Excel workbook (.xlsx) or as CSV."),
    "file.wrong_type": _("This is neither an Excel workbook nor a CSV file, whatever its name says."),
    "file.wrong_ending": _("Give the file a name that ends in .xlsx or .csv."),
    "file.not_text": _("The file is not text in an encoding that we know. Save it as CSV in UTF-8."),
    "file.malformed": _("The file is damaged, or was made by a program that does not keep to the format."),
    "file.too_many_parts": _("The workbook is made of too many parts."),
    "file.unpacks_too_large": _("The file would unpack to far more than a workbook of cases ever holds."),
    "file.nested_archive": _("The workbook has another archive inside it. It is not opened."),
    "file.no_sheet": _("The workbook has no visible sheet."),
    "file.no_header": _("No row of headings was found. The first rows must name the columns as the standard does."),
    "file.column_twice": _("Two columns are the same field. Remove one of them."),
    "file.too_many_rows": _("A workbook may have 200,000 rows. Save a larger one as CSV."),
    "file.too_many_columns": _("The file has more than 400 columns."),
    "file.too_many_cells": _("The workbook has too many cells. Save it as CSV."),
    "file.line_too_long": _("A line or a cell of the file is too long."),
    "file.cell_too_long": _("One of the texts is too long for a cell of a workbook. Use CSV."),
    "file.too_slow": _("Reading the workbook took too long. Save it as CSV."),
    "file.changed": _("The file was changed while it was being read. Bring it in again."),
    "file.has_bad_cells": _(
        "Some cells cannot be read. Correct them, or choose to leave them out. Nothing was stored."
    ),
    # uploads
    "import.not_ready": _("This file is not waiting for a yes."),
    "import.too_late": _("This import cannot be called back any more."),
    "import.gave_up": _("Reading this file failed again and again. It was given up, and nothing was stored."),
    # remarks
    "file.macros_ignored": _("The file carries macros. They were not opened, and nothing of them is kept."),
    "file.links_ignored": _("The file has links to other files or data. They were not followed."),
    "file.objects_ignored": _("The file has embedded objects. They were not opened."),
    "file.other_sheets_ignored": _("Only the first visible sheet is read."),
    "file.labels_followed": _(
        "Where the hidden row of names and the visible labels disagree, the labels were followed."
    ),
    "file.read_as_windows_1252": _(
        "The file is not in UTF-8. It was read as Windows 1252: look whether names are right."
    ),
    # columns
    "column.name": _("Named as in the standard."),
    "column.label": _("Recognised by its label."),
    "column.alias": _("Recognised in another spelling."),
    "column.unknown": _("This heading is not part of the standard."),
    "column.unnamed": _("This column has no heading."),
    "column.row_numbers": _("This column only counts the rows."),
    "column.derived": _("This column only repeats others."),
    # single cells
    "cell.formula": _("This is a formula. It is not computed: put the value itself there."),
    "cell.error": _("The cell shows an error of the spreadsheet program."),
    "cell.not_a_date": _("This is not a date. Write day, month and year, such as 31/01/2026."),
    "cell.not_a_number": _("This is not a number."),
    "cell.not_yes_or_no": _("This is neither yes nor no."),
    "cell.not_a_code": _("This is not one of the values of the standard for this column."),
    "cell.too_long": _("This text is too long."),
    "cell.control_character": _("The text holds characters that cannot be shown."),
    "cell.aadhaar": _("This looks like an Aadhaar number. It is never stored."),
    "cell.case_id_twice": _("Another row has the same case number."),
}
