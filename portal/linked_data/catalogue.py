def describe_catalogue(data):
    data.publisher()
