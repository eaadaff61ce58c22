def log(request):
    return {}
