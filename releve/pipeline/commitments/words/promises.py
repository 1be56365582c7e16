"""The words of a promise's life: what each act is dated by, what each deadline asks for, what its rule is."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.handover import Act, ActingParty, DeadlineKind

Text = str | LazyText

# Delays of law run from this day: its label names what proves it.
DATE_LABELS: Mapping[Act, Text] = {
    Act.PROPOSE: _("Proposé le"),
    Act.AGREE: _("Convenu le"),
    Act.ENTER: _("Saisi le"),
    Act.DECLARE: _("Déclaration reçue par l’Ordre le"),
    Act.OPPOSE: _("Opposition notifiée le"),
    Act.APPEAL: _("Recours reçu le"),
    Act.ALLOW: _("Opposition levée le"),
    Act.SIGN: _("Signé le"),
    Act.START: _("Début constaté le"),
    Act.GIVE_NOTICE: _("Annonce reçue le"),
    Act.WITHDRAW_NOTICE: _("Retrait reçu le"),
    Act.EXTEND: _("Prolongation convenue le"),
    Act.AMEND: _("Avenant convenu le"),
    Act.END: _("Dernier jour travaillé"),
    Act.GIVE_UP: _("Abandonné le"),
}
PARTIES: Mapping[ActingParty, Text] = {
    ActingParty.COORDINATOR: _("réseau"),
    ActingParty.DOCTOR: _("médecin"),
}

# What is to be done, and how.
DEADLINES: Mapping[DeadlineKind, tuple[Text, Text]] = {
    DeadlineKind.DECLARE_SITE: (
        _("Déclaration de site distinct reçue par l’Ordre"),
        _("Le médecin l’adresse au conseil départemental du cabinet, avec preuve de réception, deux mois avant."),
    ),
    DeadlineKind.OPPOSITION_ENDS: (
        _("Fin du délai d’opposition de l’Ordre"),
        _("Sans opposition motivée notifiée d’ici là, le médecin peut exercer ici."),
    ),
    DeadlineKind.APPEAL: (
        _("Recours contre l’opposition"),
        _("Devant le Conseil national de l’Ordre, avant tout procès. Délai de droit commun, à vérifier."),
    ),
    DeadlineKind.SIGN_CONTRACT: (
        _("Contrat écrit et signé"),
        _("Avant le premier jour : mairie, réseau et médecin."),
    ),
    DeadlineKind.SEND_CONTRACT: (
        _("Contrat envoyé à l’Ordre"),
        _(
            "Le médecin l’envoie à son conseil départemental dans le mois qui suit la signature. Pour un "
            "remplacement, le médecin remplacé l’envoie avant le premier jour (ORD-11)."
        ),
    ),
    DeadlineKind.SEND_AMENDMENT: (
        _("Avenant envoyé à l’Ordre"),
        _("Le médecin envoie chaque avenant à son conseil départemental, dans le mois."),
    ),
    DeadlineKind.REGISTER_CPAM: (
        _("Enregistrement à la CPAM"),
        _("Secteur et numéro de facturation pour cette adresse. Notez la date d’enregistrement."),
    ),
    DeadlineKind.JOIN_AGREEMENT: (
        _("Adhésion à la convention médicale"),
        _("Dans les deux mois de l’enregistrement à la CPAM."),
    ),
    DeadlineKind.SETTLEMENT_GRANT: (
        _("Aide à la primo-installation versée"),
        _("Une seule fois dans une carrière, pour un cabinet principal en zone aidée. Sans objet autrement."),
    ),
    DeadlineKind.RENEW_LICENCE: (
        _("Licence de remplacement renouvelée"),
        _("Auprès du conseil départemental de la faculté, à partir du 1er octobre."),
    ),
    DeadlineKind.STAGE_ENDS: (
        _("Fin du stage de docteur junior"),
        _("Six mois, renouvelables une fois : décidez de la suite avec le maître de stage."),
    ),
    DeadlineKind.NO_COMPETITION: (
        _("Fin de la non-concurrence après remplacement"),
        _("D’ici là, il faut l’accord des médecins remplacés, notifié à l’Ordre, ou l’autorisation de l’Ordre."),
    ),
    DeadlineKind.MINIMUM_TERM: (
        _("Fin de la durée minimale"),
        _("Un départ avant ce jour se convient entre les deux."),
    ),
    DeadlineKind.GIVE_NOTICE: (
        _("Dernier jour pour annoncer le départ, ou prolonger"),
        _("Dernier jour moins le préavis. Rien de dit d’ici là : parlez-vous."),
    ),
    DeadlineKind.MAXIMUM_TERM: (
        _("Fin de la durée maximale"),
        _("Aucun dernier jour n’est convenu : l’engagement prend fin ce jour-là, sauf prolongation."),
    ),
    DeadlineKind.TELL_ARS: (
        _("Cessation déclarée à l’ARS"),
        _("Par la téléprocédure, six mois avant le dernier jour ici, même pour exercer ailleurs ensuite."),
    ),
    DeadlineKind.TELL_ORDRE: (
        _("Cessation déclarée à l’Ordre"),
        _("Au conseil départemental, six mois avant le dernier jour ici."),
    ),
    DeadlineKind.FIND_SUCCESSOR: (
        _("Successeur trouvé"),
        _("La recherche est ouverte depuis l’annonce du départ."),
    ),
    DeadlineKind.INFORM_PATIENTS: (
        _("Patients informés du départ"),
        _("Lettre ou e-mail, affiche, répondeur, site ; correspondants et pharmacies aussi. Le plus tôt possible."),
    ),
    DeadlineKind.HAND_OVER_PATIENTS: (
        _("Patients confiés, un par un"),
        _("Chaque patient choisit son médecin. Une déclaration de médecin traitant ne se transmet pas."),
    ),
    DeadlineKind.RECORDS_CUSTODY: (
        _("Garde des dossiers réglée"),
        _("Engagement écrit du successeur, ou lieu de garde dit à l’Ordre. Jamais la mairie."),
    ),
    DeadlineKind.NOTIFY_ROLL: (
        _("Changement signalé au tableau de l’Ordre"),
        _("Toute modification des conditions d’exercice se signale au conseil départemental."),
    ),
    DeadlineKind.CESSATION_TAX: (
        _("Déclaration fiscale de cessation"),
        _("Soixante jours après la fin, si le médecin cesse toute activité libérale. Sans objet autrement."),
    ),
    DeadlineKind.INCOME_TAX: (
        _("Déclaration de revenus professionnels (2035)"),
        _("Deuxième jour ouvré après le 1er mai."),
    ),
    DeadlineKind.PANEL_SNAPSHOT: (
        _("Patientèle comptée pour le forfait médecin traitant"),
        _("Les déclarations enregistrées ce jour-là comptent pour les versements de l’année suivante."),
    ),
    DeadlineKind.RECORDS_ACTIVE: (
        _("Dossiers : fin de la conservation active"),
        _("Cinq ans après le dernier contact : ensuite, archives sur un support séparé."),
    ),
    DeadlineKind.RECORDS_DELETED: (
        _("Dossiers : suppression"),
        _("Vingt ans après le dernier contact."),
    ),
}

# Where the rule comes from; its number is that of the domain notes.
RULE_TEXTS: Mapping[str, Text] = {
    "ORD-01": _("art. R.4127-85 du code de la santé publique"),
    "ORD-02": _("art. R.4127-85 du code de la santé publique"),
    "ORD-07": _("art. R.4127-111 du code de la santé publique"),
    "ORD-08": _("art. R.4127-65 du code de la santé publique"),
    "ORD-10": _("usage de chaque conseil départemental"),
    "ORD-11": _("art. L.4131-2 et D.4131-1 du code de la santé publique"),
    "ORD-12": _("loi du 2 août 2005, art. 18"),
    "ORD-13": _("art. R.4127-87 et R.4127-88 du code de la santé publique"),
    "ORD-14": _("quatrième année d’internat de médecine générale"),
    "ORD-15": _("art. R.4127-86 du code de la santé publique"),
    "ORD-16": _("art. L.4113-9 du code de la santé publique"),
    "ORD-19": _("art. R.4127-90 du code de la santé publique"),
    "ORD-22": _("art. L.4113-15 et D.4113-115-1 du code de la santé publique"),
    "ORD-23": _("art. R.4127-47 et R.4127-82 du code de la santé publique"),
    "ORD-24": _("dossiers du médecin qui part"),
    "ORD-25": _("conservation des dossiers, par analogie avec R.1112-7"),
    "AM-01": _("conventionnement auprès de la CPAM"),
    "AM-02": _("un numéro de facturation par lieu"),
    "AM-10": _("le médecin traitant est nommé"),
    "AM-14": _("le médecin traitant ne se transmet pas"),
    "AM-20": _("forfait médecin traitant"),
    "AM-21": _("convention médicale de 2024"),
    "ACC-02": _("déclaration contrôlée"),
    "DATA-05": _("durées de conservation des dossiers"),
    "§0": _("termes de l’engagement"),
}
CERTAINTY: Mapping[str, Text] = {
    "A": _("texte officiel lu"),
    "B": _("source secondaire : à vérifier"),
    "C": _("usage ou hypothèse : à vérifier"),
}
