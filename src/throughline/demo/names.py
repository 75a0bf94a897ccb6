"""Invented names for invented people; any given name goes with any family name."""

GIVEN = (
    "Abeni", "Adriel", "Aiko", "Alma", "Amara", "Andre", "Anouk", "Arjun", "Asha", "Bao", "Beatriz", "Benoit",
    "Camila", "Carmen", "Chidi", "Clara", "Dara", "Darius", "Dena", "Dimas", "Edwidge", "Eli", "Emeka", "Esi",
    "Fatou", "Felix", "Gael", "Grace", "Hana", "Hugo", "Ines", "Isaac", "Ivy", "Jada", "Jonas", "Jun", "Kai",
    "Kamala", "Keanu", "Lena", "Leo", "Lina", "Luz", "Malik", "Manuela", "Marisol", "Mateo", "Mei", "Milo", "Nadia",
    "Nia", "Noor", "Odette", "Omar", "Otis", "Paz", "Priya", "Quinn", "Rafael", "Rania", "Rosa", "Ruth", "Sami",
    "Sana", "Sofia", "Tala", "Tariq", "Tessa", "Thiago", "Uma", "Vera", "Wen", "Xochitl", "Yara", "Yusuf", "Zora",
)  # fmt: skip

FAMILY = (
    "Abara", "Acosta", "Adler", "Almeida", "Baptiste", "Barros", "Bell", "Bianchi", "Boyd", "Castillo", "Charles",
    "Chen", "Cole", "Costa", "Cruz", "Da Silva", "Desir", "Diaz", "Dube", "Duarte", "Ellis", "Estrada", "Farah",
    "Flores", "Ford", "Fuentes", "Garnier", "Gomes", "Grant", "Haddad", "Hale", "Hassan", "Ibarra", "Jean", "Joseph",
    "Kang", "Keller", "Khan", "Lima", "Lopes", "Louis", "Marsh", "Medina", "Mendes", "Moreau", "Nakai", "Nguyen",
    "Novak", "Nunes", "Okoye", "Ortega", "Osei", "Paredes", "Park", "Pierre", "Quispe", "Ramos", "Rao", "Rivera",
    "Rocha", "Saleh", "Santos", "Shaw", "Silva", "Singh", "Soto", "Tavares", "Torres", "Tran", "Vargas", "Vega",
    "Walker", "Whitfield", "Yazzie", "Young", "Zamora",
)  # fmt: skip
