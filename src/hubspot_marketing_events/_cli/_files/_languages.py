"""Words that name columns in other languages, as their English counterparts.

They only ever serve for advice: a column of another name is never taken by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_LITTLE = """
a al au aux d da das de del der des di die do du el en et fur il im l la las le les los of os the
und van von vom y zu zum zur
"""
# In small letters without accents: German, French and Spanish, and what Italian, Portuguese and
# Dutch have beside them.
_MEANINGS = {
    "first": "vorname prenom voornaam",
    "last": "nachname familienname famille apellido apellidos cognome sobrenome achternaam",
    "name": "nom nombre nome naam",
    "full": "vollstandiger voller complet completo",
    "user": "benutzer utilisateur usuario utente gebruiker",
    "email": "mailadresse emailadresse courriel correo emailadres",
    "address": "adresse anschrift direccion indirizzo endereco adres",
    "company": "firma firmenname unternehmen societe entreprise empresa compania azienda bedrijf",
    "organization": "organizacion organizzazione organizacao organisatie",
    "position": "stelle fonction poste cargo puesto funktion",
    "phone": "telefon telefonnummer handy mobil telephone telefono telefone telefoon portable "
    "movil",
    "city": "stadt ort wohnort ville ciudad citta cidade stad",
    "country": "land pays pais paese",
    "zip": "plz postleitzahl postal postale postcode",
    "industry": "branche secteur sector settore",
    "date": "datum fecha",
    "time": "zeit uhrzeit zeitpunkt heure hora ora tijd",
    "registration": "registrierung anmeldung inscription registro inscripcion iscrizione "
    "registrazione inscricao aanmelding registratie",
    "signup time": "registrierungszeit registrierungsdatum registrierungszeitpunkt anmeldezeit "
    "anmeldedatum anmeldezeitpunkt",
    "cancellation": "stornierung absage annulation cancelacion",
    "cancellation date": "stornierungsdatum stornodatum abmeldedatum",
    "join": "beitritt arrivee connexion entrada union ingreso participation incorporacion",
    "join time": "beitrittszeit beitrittsuhrzeit betrittszeit eintrittszeit",
    "leave": "austritt verlassen depart deconnexion salida",
    "leave time": "austrittszeit verlassenszeit",
    "birth": "geburt naissance nacimiento nascita",
    "event": "veranstaltung evenement evento",
    "event name": "veranstaltungsname webinarname",
    "title": "titel titre titulo titolo veranstaltungstitel",
    "topic": "thema sujet tema betreff bezeichnung onderwerp",
    "organizer": "veranstalter ausrichter organisateur organizador organizzatore organisator",
    "host": "gastgeber hote anfitrion",
    "presenter": "referent presentateur ponente presentador",
    "start": "beginn anfang startzeit startdatum debut inicio comienzo inizio veranstaltungsbeginn",
    "end": "ende endzeit enddatum fin finalizacion veranstaltungsende fim einde",
    "id": "kennung identifiant identificador",
    "number": "nummer numero",
    "account": "konto compte cuenta mandant",
    "type": "typ art veranstaltungsart tipo kategorie categorie categoria",
    "description": "beschreibung descripcion descrizione descricao",
    "link": "lien enlace vinculo",
    "cancelled": "abgesagt storniert annule annulee cancelado cancelada",
    "completed": "abgeschlossen beendet termine completado finalizado",
    "user name": "benutzername",
    "birth date": "geburtsdatum",
}
LITTLE = frozenset(_LITTLE.split())
ENGLISH: dict[str, str] = {}
for _english, _others in _MEANINGS.items():
    ENGLISH.update(dict.fromkeys(_others.split(), _english))


def words_of(name: str, known: Container[str]) -> list[str]:
    """The words of a column's name, in English as far as they are known.

    Args:
        name: the name, in any case and spelling: "startTime", "Adresse e-mail".
        known: words that stay as they are, since they have a meaning of their own.
    """
    spaced = re.sub("([a-z])([A-Z])", r"\1 \2", name).casefold()
    letters = unicodedata.normalize("NFKD", spaced)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found: list[str] = []
    for word in re.findall(r"[^\W_]+", bare):
        if word in known:
            found.append(word)
        elif word not in LITTLE:
            found += ENGLISH.get(word, word).split()
    return found
