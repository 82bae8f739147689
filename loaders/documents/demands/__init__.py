"""What a document demands, of whom, until when; what it wants reached, who is named, which evidence it asks for."""
