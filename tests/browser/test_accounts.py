"""How people come in: patients by a code, staff by a password and an application or a key. Each page is checked."""

import base64
import hmac
import re
import struct
import time

from releve.config.demonstration import logins
from releve.config.demonstration.logins import Login
from tests.browser.visitor import Visitor

NEW_PASSWORD = "une-phrase-longue-et-neuve"
SECOND_SECRETARY = Login("Mme Wacheux", "/secretariat/", logins.SECOND_SECRETARY_EMAIL, logins.PASSWORD)
FORGETFUL = Login("Mme Roussel", "/secretariat/", logins.BULLY_SECRETARY.email, logins.PASSWORD)
KEY_HOLDER = Login("Mairie de Bully", "/mairie/", logins.BULLY_TOWN_HALL.email, logins.PASSWORD)


def code_of(secret: str) -> str:
    """Return the six digits that an application shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def give_password(person: Visitor, password: str = logins.PASSWORD) -> Visitor:
    """Confirm who one is, where a page of security asks for it."""
    person.page.wait_for_url("**/compte/confirmer/**")
    person.check_at_both_widths().fill(password=password).click("Confirmer")
    return person


def log_out(person: Visitor) -> Visitor:
    person.go("/compte/deconnexion/").page.locator("main form .button").first.click()
    person.page.wait_for_url(person.product.address + "/")
    return person


def test_patient_when_he_asks_for_a_code_then_he_finds_his_appointments(visitor, product):
    costa = visitor("narrow").go("/rendez-vous/les-miens/").check()
    costa.fill(email=logins.PATIENT.email).click("Envoyer le code").check_at_both_widths()
    costa.fill(code="000000").click("Valider").check()
    assert costa.heading == "Saisir le code"
    costa.fill(code=product.terminal.wait_for(r"tapez ce code : (\d{6})")).click("Valider")
    costa.page.wait_for_url("**/rendez-vous/les-miens/")
    costa.check_at_both_widths()
    assert "À venir" in costa.text
    assert "Passés ou annulés" in costa.text
    costa.page.locator("main h3 a").first.click()
    costa.page.wait_for_url(re.compile(r"/rendez-vous/[^/]+~[^/]+/$"))
    assert "Manuel" in costa.check().text
    for desk in ("/secretariat/", "/medecin/", "/reseau/", "/mairie/", "/compte/securite/"):
        assert costa.status_of(desk) == 404, desk


def test_staff_when_the_password_is_wrong_then_told_so(visitor):
    guest = visitor().go("/compte/connexion/")
    guest.fill(login=SECOND_SECRETARY.email, password="faux").click("Se connecter").check_at_both_widths()
    assert guest.path.startswith("/compte/connexion/")
    assert "Il reste" in guest.said


def test_staff_when_she_forgot_her_password_then_a_link_in_a_message_brings_a_new_one(visitor, product):
    guest = visitor().go("/compte/mot-de-passe/oublie/").check()
    guest.fill(email=FORGETFUL.email).page.locator("main form .button").first.click()
    guest.page.wait_for_url("**/mot-de-passe/envoye/")
    link = product.terminal.wait_for(r"(http\S+/mot-de-passe/choisir/\S+)")
    guest.go(link).check_at_both_widths()
    guest.fill(password1="court", password2="court").click("Enregistrer").check()
    assert "à corriger" in guest.said
    guest.fill(password1=NEW_PASSWORD, password2=NEW_PASSWORD).click("Enregistrer").check_at_both_widths()
    guest.go(link).check_at_both_widths()
    assert guest.heading == "Lien expiré"
    guest.log_in(FORGETFUL._replace(password=NEW_PASSWORD))
    guest.go("/compte/mot-de-passe/").check_at_both_widths()
    guest.fill(oldpassword=NEW_PASSWORD, password1=FORGETFUL.password, password2=FORGETFUL.password)
    guest.page.locator("main form .button").first.click()
    guest.page.wait_for_url("**/compte/securite/")
    assert "mot de passe" in guest.check_at_both_widths().said.lower()


def test_staff_when_she_takes_an_application_then_its_codes_open_the_door(visitor):
    wacheux = visitor().log_in(SECOND_SECRETARY).go("/compte/securite/").check_at_both_widths()
    wacheux.follow("Activer l’application")
    give_password(wacheux).page.wait_for_url("**/securite/application/")
    wacheux.check_at_both_widths().fill(code="12345").click("Activer").check()
    assert "à corriger" in wacheux.said
    secret = wacheux.page.locator(".secret").inner_text()
    wacheux.fill(code=code_of(secret)).click("Activer").page.wait_for_url("**/securite/secours/")
    codes = wacheux.check_at_both_widths().page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    with wacheux.page.expect_download() as waiting:
        wacheux.page.get_by_role("link", name="Télécharger").click()
    assert codes[0] in waiting.value.path().read_text(encoding="utf-8")
    wacheux.go("/compte/securite/").check_at_both_widths()

    log_out(wacheux).go("/compte/connexion/")
    wacheux.fill(login=SECOND_SECRETARY.email, password=SECOND_SECRETARY.password)
    wacheux.page.locator("input[name=password]").press("Enter")
    wacheux.page.wait_for_url("**/connexion/etape/")
    wacheux.check_at_both_widths().fill(code="000000").click("Se connecter").check()
    assert "à corriger" in wacheux.said
    wacheux.fill(code=codes[0]).click("Se connecter").page.wait_for_url("**/secretariat/")

    wacheux.go("/compte/confirmer/code/").check_at_both_widths()
    give_password(wacheux.go("/compte/securite/secours/creer/")).page.wait_for_url("**/securite/secours/creer/")
    wacheux.check_at_both_widths().go("/compte/securite/application/retirer/").check_at_both_widths()
    wacheux.page.locator("main form .button--danger").click()
    wacheux.page.wait_for_url("**/compte/securite/")
    assert "Inactive" in wacheux.check().text


def test_staff_when_she_takes_a_key_then_it_opens_the_door_without_a_password(visitor, product):
    holder = visitor()
    plug_in_a_key(holder)
    holder.log_in(KEY_HOLDER).go("/compte/securite/").follow("Ajouter une clé")
    give_password(holder).page.wait_for_url("**/securite/cles/ajouter/")
    holder.check_at_both_widths().fill(name="Téléphone")
    holder.page.get_by_label("Me connecter avec cette clé seule").check()
    holder.click("Ajouter la clé").page.wait_for_url(re.compile("/securite/secours/$|/securite/cles/$"))
    holder.go("/compte/securite/cles/").check_at_both_widths()
    holder.follow("Renommer").check_at_both_widths()
    holder.fill(name="Mon téléphone").page.locator("main form .button").first.click()
    holder.page.wait_for_url("**/securite/cles/")
    assert "Mon téléphone" in holder.check().text
    holder.go("/compte/confirmer/cle/").check_at_both_widths()

    # She never had a password: an invited person may take a key only.
    product.rows("UPDATE people.people_user SET password = '!' WHERE email = %s RETURNING id", KEY_HOLDER.email)
    holder.context.clear_cookies()
    holder.go("/compte/connexion/").click("Utiliser une clé d’accès").page.wait_for_url("**/mairie/")
    holder.go("/compte/mot-de-passe/creer/").check_at_both_widths()
    holder.fill(password1=KEY_HOLDER.password, password2=KEY_HOLDER.password)
    holder.page.locator("main form .button").first.click()
    holder.page.wait_for_url("**/compte/securite/")
    holder.go("/compte/securite/cles/").follow("Retirer")
    give_password(holder).page.wait_for_url("**/retirer/")
    holder.check_at_both_widths()
    holder.page.locator("main form .button").first.click()
    holder.page.wait_for_url("**/securite/cles/")
    assert "Aucune clé" in holder.check().text


def plug_in_a_key(person: Visitor) -> None:
    """Give her browser a device that knows her finger."""
    devices = person.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device | always})
