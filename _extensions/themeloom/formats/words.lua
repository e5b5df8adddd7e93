-- The words that a renderer adds to a text, in the document's language.

local WORDS = {
  en = {
    fig = 'Figure', tbl = 'Table', sec = 'Section', eq = 'Equation', apx = 'Appendix',
    note = 'Note', tip = 'Tip', warning = 'Warning', caution = 'Caution', important = 'Important',
    abstract = 'Abstract', keywords = 'Keywords', contents = 'Contents', skip = 'Skip to the text',
    corresponding = 'Corresponding author', synthetic = 'Synthetic data',
    record = 'Article of record',
    evidence = 'evidence', formats = 'Also as', notebook = 'Analysis notebook',
    ['corresponding-authors'] = 'Corresponding authors', equal = 'These authors contributed equally',
    contributions = 'Contributions',
  },
  de = {
    fig = 'Abbildung', tbl = 'Tabelle', sec = 'Abschnitt', eq = 'Gleichung', apx = 'Anhang',
    note = 'Hinweis', tip = 'Tipp', warning = 'Warnung', caution = 'Vorsicht', important = 'Wichtig',
    abstract = 'Zusammenfassung', keywords = 'Schlüsselwörter', contents = 'Inhalt',
    skip = 'Zum Text springen', corresponding = 'Korrespondenz', synthetic = 'Synthetische Daten',
    record = 'Maßgeblicher Artikel',
    evidence = 'Beleg', formats = 'Auch als', notebook = 'Notizbuch der Analyse',
    ['corresponding-authors'] = 'Korrespondenz', equal = 'Zu gleichen Teilen beteiligt',
    contributions = 'Beiträge',
  },
  fr = {
    fig = 'Figure', tbl = 'Tableau', sec = 'Section', eq = 'Équation', apx = 'Annexe',
    note = 'Note', tip = 'Astuce', warning = 'Avertissement', caution = 'Attention',
    important = 'Important', abstract = 'Résumé', keywords = 'Mots clés',
    contents = 'Table des matières', skip = 'Aller au texte',
    corresponding = 'Auteur correspondant', synthetic = 'Données synthétiques',
    record = 'Article de référence',
    evidence = 'preuve', formats = 'Aussi en', notebook = 'Carnet d’analyse',
    ['corresponding-authors'] = 'Auteurs correspondants', equal = 'Ces auteurs ont contribué à parts égales',
    contributions = 'Contributions',
  },
  es = {
    fig = 'Figura', tbl = 'Tabla', sec = 'Sección', eq = 'Ecuación', apx = 'Apéndice',
    note = 'Nota', tip = 'Tip', warning = 'Advertencia', caution = 'Precaución',
    important = 'Importante', abstract = 'Resumen', keywords = 'Palabras clave',
    contents = 'Tabla de contenidos', skip = 'Ir al texto',
    corresponding = 'Autor de correspondencia', synthetic = 'Datos sintéticos',
    record = 'Artículo de referencia',
    evidence = 'evidencia', formats = 'También como', notebook = 'Cuaderno de análisis',
    ['corresponding-authors'] = 'Autores de correspondencia', equal = 'Estos autores contribuyeron por igual',
    contributions = 'Contribuciones',
  },
}

-- The words of a document: those of its language, English where we have none.
return function(meta)
  local language = pandoc.utils.stringify(meta.lang or 'en'):lower():match('^%a+')
  return setmetatable({}, { __index = function(_, key)
    return (WORDS[language] or WORDS.en)[key] or WORDS.en[key]
  end })
end
